import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import type {Kit, Launch, RuntimePlugin} from 'ccs/plugin'
import {expect} from 'chai'
import {readingFiles} from '../../../src/kit/reading-files.js'
import hook from '../src/runtime.js'

const SLOTS = {default: 'gpt-5.4', opus: 'gpt-5.4-xhigh', sonnet: 'gpt-5.4', haiku: 'gpt-5.4-mini', subagent: 'gpt-5.4'}

const LAUNCH: Launch = {
  binary: '/bin/claude',
  args: ['-p', 'x'],
  cwd: '/work',
  env: {},
  home: '/home/john',
  folder: '/home/john/.ccs/runtimes/claude',
  interactive: false,
  profile: 'codex',
  provider: {id: 'codex', title: 'Codex'},
  baseUrl: 'http://127.0.0.1:8317/launch/profile=codex',
  key: 'local-key',
  slots: SLOTS,
  markedSlots: {...SLOTS, sonnet: 'gpt-5.4@sonnet'},
  models: [],
  contextWindow: 272_000,
  calledAs: 'ccs',
  settingsEnv: {},
}

const ROUTING = {
  CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST: '1',
  ANTHROPIC_BASE_URL: 'http://127.0.0.1:8317/launch/profile=codex',
  ANTHROPIC_AUTH_TOKEN: 'local-key',
  ANTHROPIC_MODEL: 'gpt-5.4',
  ANTHROPIC_DEFAULT_OPUS_MODEL: 'gpt-5.4-xhigh',
  ANTHROPIC_DEFAULT_SONNET_MODEL: 'gpt-5.4@sonnet',
  ANTHROPIC_DEFAULT_HAIKU_MODEL: 'gpt-5.4-mini',
  ANTHROPIC_DEFAULT_FABLE_MODEL: 'gpt-5.4-xhigh',
  CLAUDE_CODE_MAX_CONTEXT_TOKENS: '272000',
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  CLAUDE_CODE_ATTRIBUTION_HEADER: '0',
  ENABLE_TOOL_SEARCH: 'false',
  CLAUDE_STREAM_IDLE_TIMEOUT_MS: '900000',
  NO_PROXY: 'localhost,127.0.0.1,::1',
  no_proxy: 'localhost,127.0.0.1,::1',
}

describe('runtime-claude', () => {
  it('sees an effort that was chosen before the start, wherever that was', async () => {
    const home = mkdtempSync(join(tmpdir(), 'ccs-effort-'))
    const write = (file: string, text: string): void => {
      mkdirSync(dirname(join(home, file)), {recursive: true})
      writeFileSync(join(home, file), text)
    }
    write('low/settings.json', '{"effortLevel": "low"}')
    write('broken/settings.json', '{"effortLevel": "low"')
    write('project/.claude/settings.local.json', '{"env": {"CLAUDE_CODE_EFFORT_LEVEL": "high"}}')
    write('given.json', '{"effortLevel": "max"}')
    const {choosesEffort} = hook({contract: 1, id: 'claude', kit: {files: readingFiles} as Kit}) as RuntimePlugin
    const seen = {args: ['-p', 'x'], cwd: home, env: {}, home, settingsEnv: {}}
    const cases: readonly (readonly [Partial<typeof seen> & {readonly env?: object}, boolean])[] = [
      [{}, false],
      [{env: {CLAUDE_CODE_EFFORT_LEVEL: 'high'}}, true],
      [{env: {CLAUDE_CODE_EFFORT_LEVEL: 'auto'}}, false],
      [{settingsEnv: {CLAUDE_CODE_EFFORT_LEVEL: 'high'}}, true],
      [{args: ['-p', 'x', '--effort', 'high']}, true],
      [{args: ['--effort=low']}, true],
      [{args: ['-p', 'use --effort high', '--effort']}, false],
      [{args: ['--settings', 'given.json']}, true],
      [{args: ['--settings={"effortLevel":"high"}']}, true],
      [{env: {CLAUDE_CONFIG_DIR: join(home, 'low')}}, true],
      [{env: {CLAUDE_CONFIG_DIR: join(home, 'broken')}}, false],
      [{cwd: join(home, 'project')}, true],
    ]
    const told = await Promise.all(cases.map(([over]) => choosesEffort?.({...seen, ...over})))
    rmSync(home, {recursive: true})
    expect(told).to.deep.equal(cases.map(([, is]) => is))
  })

  const plugin = hook({contract: 1, id: 'claude', kit: {} as Kit}) as RuntimePlugin
  const planned = async (over: Partial<Launch> = {}) => plugin.plan({...LAUNCH, ...over})
  const added = async (over: Partial<Launch> = {}) => {
    const {env} = await planned(over)
    return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined))
  }

  it('adds no argument, edits no file, and routes by environment alone', async () => {
    const {env: _, ...rest} = await planned()
    expect(rest).to.deep.equal({command: '/bin/claude', args: ['-p', 'x'], edits: [], notes: []})
    expect(await added()).to.deep.equal(ROUTING)
  })

  it('takes away what would lead a session elsewhere', async () => {
    const {env} = await planned()
    const removed = Object.keys(env).filter((name) => env[name] === undefined)
    expect(removed).to.include.members([
      'ANTHROPIC_API_KEY',
      'ANTHROPIC_CUSTOM_HEADERS',
      'CLAUDE_CODE_USE_BEDROCK',
      'CLAUDE_CODE_USE_VERTEX',
      'CLAUDE_CODE_SUBAGENT_MODEL',
    ])
  })

  it("keeps the user's own variables, but not their routing", async () => {
    const settingsEnv = {EDITOR: 'vi', ANTHROPIC_BASE_URL: 'https://elsewhere.test', ANTHROPIC_CUSTOM_HEADERS: 'x: y'}
    expect(await added({settingsEnv})).to.deep.equal({...ROUTING, EDITOR: 'vi', ANTHROPIC_CUSTOM_HEADERS: 'x: y'})
  })

  it('keeps what the shell excepts from its proxy', async () => {
    const env = await added({env: {NO_PROXY: 'corp.test, 127.0.0.1', HTTPS_PROXY: 'http://proxy.test'}})
    expect([env.NO_PROXY, env.no_proxy]).to.deep.equal(Array(2).fill('corp.test,127.0.0.1,localhost,::1'))
  })

  it('lets an answer pause for as long as the user says, or longer than any pause', async () => {
    const name = 'CLAUDE_STREAM_IDLE_TIMEOUT_MS'
    const patience = async (over: Partial<Launch>) => (await added(over))[name]
    expect(await patience({env: {[name]: '5000'}})).to.equal('5000')
    expect(await patience({env: {[name]: '5000'}, settingsEnv: {[name]: '7000'}})).to.equal('7000')
  })

  it('names the model of subagents only when somebody chose one', async () => {
    const env = await added({slots: {...SLOTS, subagent: 'gpt-5.4-mini'}})
    expect(env).to.deep.equal({...ROUTING, CLAUDE_CODE_SUBAGENT_MODEL: 'gpt-5.4-mini'})
  })

  it("gives --verbose back where Claude Code's own streams need it", async () => {
    const args = ['-p', 'x', '--output-format', 'stream-json']
    expect((await planned({args, verbose: true})).args).to.deep.equal(['--verbose', ...args])
    expect((await planned({args})).args).to.deep.equal(args)
    expect((await planned({verbose: true})).args).to.deep.equal(LAUNCH.args)
  })

  it('says what it was tested with, where to look, and how to install', () => {
    expect(plugin.tested).to.deep.equal({oldest: '2.1.197', newest: '2.1.332'})
    expect(plugin.locate({HOME: '/home/john'})).to.deep.equal({
      variable: 'CCS_CLAUDE_PATH',
      names: ['claude'],
      alsoAt: ['/home/john/.local/bin/claude', '/home/john/.claude/local/claude'],
      install: 'npm install -g @anthropic-ai/claude-code',
    })
  })
})

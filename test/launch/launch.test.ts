import {chmodSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect} from 'chai'
import type {Plan} from '../../src/contract/index.js'
import {launch} from '../../src/launch/launch.js'
import {FAKE_RUNTIME, readEntries, startProcess, until} from '../fakes/run-process.js'
import {useHome} from '../home.js'

const LAUNCHER = fileURLToPath(new URL('../fakes/launcher.ts', import.meta.url))

describe('launch', () => {
  const {home} = useHome()
  const log = (): string => join(home(), 'log')
  const start = (what: string, args: readonly string[] = [], {command = FAKE_RUNTIME, env = {}} = {}) =>
    startProcess(process.execPath, ['--import=tsx', LAUNCHER, command, home(), ...args], {
      env: {...process.env, ...env, FAKE_LOG: log(), FAKE_DO: what, FAKE_TAKEN: 'no'},
      input: 'from stdin',
    })

  it('hands over arguments, environment, folder and streams', async () => {
    const args = ['-p', 'a "b"\n$HOME %PATH%', '--', '', '--x']
    const {code, stdout, stderr} = await start('print hello', args).ended
    expect({code, stdout, stderr}).to.deep.equal({code: 0, stdout: 'hello\n', stderr: 'a note\n'})
    const [entry] = readEntries(log())
    const env = entry?.env as Record<string, string>
    expect([entry?.argv, entry?.cwd]).to.deep.equal([args, process.cwd()])
    expect([env.FAKE_ADDED, env.FAKE_TAKEN]).to.deep.equal(['yes', undefined])
  })

  it('takes away what a session around it says of itself, and leaves what a person set', async () => {
    const outer = {
      CLAUDECODE: '1',
      CLAUDE_PID: '7',
      CLAUDE_EFFORT: 'medium',
      CLAUDE_CODE_ENTRYPOINT: 'cli',
      CLAUDE_CODE_EXECPATH: '/claude',
      CLAUDE_CODE_SESSION_ID: 's',
      CLAUDE_CODE_SESSION_ATTENDED: '0',
      CLAUDE_CODE_CHILD_SESSION: '1',
      CLAUDE_CODE_CHILD_NOTES_DIR: '/notes',
      CLAUDE_CODE_MESSAGING_SOCKET: '/socket',
      CLAUDE_CODE_MESSAGING_TOKEN: 't',
      CODEX_CI: '1',
      CODEX_VERSION: '0.171.0',
      CODEX_PERMISSION_PROFILE: 'p',
      CODEX_TOOL_CALL_ID: 'c1',
      CODEX_SESSION_ID: 's',
      CODEX_THREAD_ID: 't',
      CODEX_SANDBOX: 'seatbelt',
      CODEX_SANDBOX_NETWORK_DISABLED: '1',
      CODEX_MANAGED_BY_NPM: '1',
      CODEX_INTERNAL_ORIGINATOR_OVERRIDE: 'o',
    }
    const kept = {
      CLAUDE_CONFIG_DIR: '/claude-home',
      CLAUDE_CODE_SSE_PORT: '9',
      CLAUDE_CODE_MAX_OUTPUT_TOKENS: '1',
      CLAUDE_CODE_SESSIONEND_HOOKS_TIMEOUT_MS: '1',
      CODEX_HOME: '/codex-home',
      CODEX_SQLITE_HOME: '/codex-data',
      CODEX_CA_CERTIFICATE: '/mine',
    }
    await start('exit 0', [], {env: {...outer, ...kept}}).ended
    const [entry] = readEntries(log())
    const seen = Object.entries(entry?.env as Record<string, string>)
    const named = new Set(Object.keys({...outer, ...kept}))
    expect(Object.fromEntries(seen.filter(([name]) => named.has(name)))).to.deep.equal(kept)
  })

  for (const [what, expected] of [
    ['exit 0', 0],
    ['exit 42', 42],
    ['kill SIGKILL', 137],
    ['kill SIGTERM', 143],
  ] as const) {
    it(`leaves with ${expected} after "${what}"`, async () => {
      expect((await start(what).ended).code).to.equal(expected)
    })
  }

  for (const [signal, expected] of [
    ['SIGINT', 42],
    ['SIGTERM', 55],
    ['SIGHUP', 41],
  ] as const) {
    it(`forwards ${signal} and leaves with the runtime's own code`, async () => {
      const {child, ended} = start('wait')
      await until(() => readEntries(log()).length > 0)
      child.kill(signal)
      expect((await ended).code).to.equal(expected)
      expect(readEntries(log()).slice(1)).to.deep.equal([{signal}])
    })
  }

  it('forwards a change of the window size', async () => {
    const {child, ended} = start('wait')
    await until(() => readEntries(log()).length > 0)
    child.kill('SIGWINCH')
    await until(() => readEntries(log()).length > 1)
    child.kill('SIGTERM')
    expect((await ended).code).to.equal(55)
    expect(readEntries(log()).slice(1)).to.deep.equal([{signal: 'SIGWINCH'}, {signal: 'SIGTERM'}])
  })

  it('notes a repair that it can do without and could not make, and makes the other edits', async () => {
    const at = (name: string) => join(home(), name)
    const files = {passing: at('a.json'), readOnly: at('b.json'), seen: at('seen.json')}
    for (const file of [files.passing, files.readOnly]) writeFileSync(file, '{"theirs": 1}\n')
    chmodSync(files.readOnly, 0o400)
    const edit = {format: 'json', changes: [{type: 'set', path: ['ours'], value: 2}]} as const
    const plan: Plan = {
      command: '/bin/cp',
      args: [files.passing, files.seen],
      env: {},
      edits: [
        {...edit, file: files.passing, afterwards: 'remove'},
        {...edit, file: files.readOnly, afterwards: 'keep', otherwise: 'It goes without.'},
      ],
      notes: [],
    }
    const notes: string[] = []
    const told = {note: (line: string) => void notes.push(line), warn: (line: string) => expect.fail(line)}
    expect(await launch(plan, {env: process.env, cwd: home(), folder: home(), ...told})).to.equal(0)
    expect(notes).to.deep.equal([`${files.readOnly} is read-only, and ccs has an entry to put in it. It goes without.`])
    const texts = [files.seen, files.passing, files.readOnly].map((file) => readFileSync(file, 'utf8'))
    expect(texts).to.deep.equal(['{"theirs": 1, "ours": 2}\n', '{"theirs": 1}\n', '{"theirs": 1}\n'])
  })

  it('says why a binary cannot be started', async () => {
    const {code, stderr} = await start('exit 0', [], {command: join(home(), 'gone')}).ended
    expect(code).to.equal(1)
    expect(stderr).to.include(`${join(home(), 'gone')} could not be started: ENOENT.`)
  })
})

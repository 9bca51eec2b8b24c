import {mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {readEntries, startProcess, until} from '../fakes/run-process.js'
import {eachWay, quiet, refused, told} from './each-way.js'

type Row = readonly [typed: readonly string[], passed: readonly string[]]

const PASSED: readonly Row[] = [
  [['explain this code'], ['explain this code']],
  [
    ['-p', 'x', '--output-format', 'json', '--resume', 'abc'],
    ['-p', 'x', '--output-format', 'json', '--resume', 'abc'],
  ],
  [
    ['--effort=low', 'x', '--add-dir', 'a', '--add-dir', 'a'],
    ['x', '--add-dir', 'a', '--add-dir', 'a'],
  ],
  [['--thinking', 'XHIGH', '-c'], ['-c']],
  [
    ['what does --effort high do?', '--unknown=1'],
    ['what does --effort high do?', '--unknown=1'],
  ],
  [
    ['--verbose is a flag', '--help me', '--auth?'],
    ['--verbose is a flag', '--help me', '--auth?'],
  ],
  [
    ['-p', 'x', '--', '--effort', 'none', '--accounts', '--help'],
    ['-p', 'x', '--', '--effort', 'none', '--accounts', '--help'],
  ],
  [['--account', 'john', '--target=claude', 'x'], ['x']],
  [
    ['--json', '-h', '-v', '--version'],
    ['--json', '-h', '-v', '--version'],
  ],
  [
    ['', ' ', "it's", '"a" & b', '%PATH%', '$HOME', 'a\nb', 'ü€'],
    ['', ' ', "it's", '"a" & b', '%PATH%', '$HOME', 'a\nb', 'ü€'],
  ],
]

const LEVELS = 'Levels: minimal, low, medium, high, xhigh.'
const USAGE = 'Next: ccs codex --help'

const REFUSED: readonly (readonly [typed: readonly string[], lines: readonly string[]])[] = [
  [['--effort', 'banana', 'x'], [`Error: "banana" is no level of effort. ${LEVELS}`]],
  [['--thinking=5'], [`Error: "5" is no level of effort. ${LEVELS}`]],
  [
    ['x', '--effort'],
    ['Error: --effort needs a value: --effort <level>.', USAGE],
  ],
  [
    ['--account=', 'x'],
    ['Error: --account needs a value: --account <name>.', USAGE],
  ],
  [
    ['--nickname', '--', 'x'],
    ['Error: --nickname needs a value: --nickname <name>.', USAGE],
  ],
  [['--verbose=yes'], ['Error: --verbose takes no value.', USAGE]],
  [
    ['--target', 'cursor'],
    ['Error: There is no runtime "cursor".', 'Installed: claude, codex, droid.', 'Next: ccs targets'],
  ],
  [
    ['--account', 'paul'],
    [
      'Error: No codex account is called "paul".',
      'Accounts: john (john@example.com, ID).',
      'Next: ccs codex --accounts',
    ],
  ],
]

eachWay('ccs codex', (ccs) => {
  it('passes on every word that is not its own, untouched and in order', async () => {
    for (const [typed, passed] of PASSED)
      expect(told(await ccs().ccs(['codex', ...typed])), JSON.stringify(typed)).to.deep.equal(quiet(...passed))
  }).timeout(60_000)

  it('refuses its own flags where they mean nothing, and starts nothing', async () => {
    for (const [typed, lines] of REFUSED) {
      const {stderr, ...outcome} = told(await ccs().ccs(['codex', ...typed]))
      const said = stderr.replace(/[0-9a-f]{16}/g, 'ID')
      expect({...outcome, stderr: said}, JSON.stringify(typed)).to.deep.equal(refused(2, ...lines))
    }
  }).timeout(60_000)

  it('assumes no effort where its user chose one', async () => {
    const assumed = async (env: Record<string, string>, ...args: string[]) => {
      const {started} = await ccs().ccs(['codex', ...args], {env})
      return started.map((one) => new URL(one.env.ANTHROPIC_BASE_URL ?? '').pathname.includes('assumedEffort'))
    }
    expect([
      await assumed({}, 'x'),
      await assumed({CLAUDE_CODE_EFFORT_LEVEL: 'high'}, 'x'),
      await assumed({}, '--', '-p', 'x', '--effort', 'high'),
    ]).to.deep.equal([[true], [false], [false]])
  })

  it('gives the runtime its own environment, less what leads elsewhere and plus the way to the proxy', async () => {
    const scrubbed = {
      CLAUDECODE: '1',
      CLAUDE_CODE_ENTRYPOINT: 'cli',
      CODEX_THREAD_ID: 'outer',
      CODEX_SANDBOX_NETWORK_DISABLED: '1',
      ANTHROPIC_API_KEY: 'sk-ant-mine',
      ANTHROPIC_BASE_URL: 'http://elsewhere',
      ANTHROPIC_MODEL: 'opus',
      CLAUDE_CODE_USE_BEDROCK: '1',
    }
    const kept = {MINE: 'a=b', EMPTY: '', HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'intern, localhost'}
    // Who goes out by this proxy is the session, not what is asked here of the stand-in.
    const {code, started} = await ccs().ccs(['codex', '--effort', 'low', 'x'], {env: {...scrubbed, ...kept}})
    const {port, key} = ccs().proxy() ?? {port: 0, key: ''}
    expect(code).to.equal(0)
    const [{cwd, env} = {cwd: '', env: {} as Record<string, string>}] = started
    const {ANTHROPIC_BASE_URL: url = '', ...rest} = env
    expect([cwd, url.replace(/id=[0-9a-f]{12}/, 'id=ID')]).to.deep.equal([
      ccs().home.project,
      `http://127.0.0.1:${port}/launch/profile=codex&id=ID&effort=low&assumedEffort=high`,
    ])
    expect(rest).to.deep.equal({
      ...ccs().env,
      ...kept,
      CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST: '1',
      ANTHROPIC_AUTH_TOKEN: key,
      ANTHROPIC_MODEL: 'gpt-5.4',
      ANTHROPIC_DEFAULT_OPUS_MODEL: 'gpt-5.4',
      ANTHROPIC_DEFAULT_SONNET_MODEL: 'gpt-5.4@sonnet',
      ANTHROPIC_DEFAULT_HAIKU_MODEL: 'gpt-5.4-mini',
      ANTHROPIC_DEFAULT_FABLE_MODEL: 'gpt-5.4',
      CLAUDE_CODE_MAX_CONTEXT_TOKENS: '272000',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      CLAUDE_CODE_ATTRIBUTION_HEADER: '0',
      ENABLE_TOOL_SEARCH: 'false',
      CLAUDE_STREAM_IDLE_TIMEOUT_MS: '900000',
      NO_PROXY: 'intern,localhost,127.0.0.1,::1',
      no_proxy: 'intern,localhost,127.0.0.1,::1',
    })
  })

  it('leaves with the exit code of the runtime, also of one that was killed', async () => {
    for (const [does, code] of [
      ['exit 0', 0],
      ['exit 3', 3],
      ['exit 127', 127],
      ['kill SIGTERM', 143],
      ['kill SIGKILL', 137],
    ] as const)
      expect(told(await ccs().ccs(['codex', 'x'], {env: {FAKE_DO: does}})), does).to.deep.equal({...quiet('x'), code})
  }).timeout(30_000)

  for (const [signal, code] of [
    ['SIGINT', 42],
    ['SIGTERM', 55],
    ['SIGHUP', 41],
  ] as const)
    it(`hands ${signal} on, and waits for the runtime's own end`, async () => {
      const {child, ended, log} = ccs().begin(['codex', 'x'], {env: {FAKE_DO: 'wait'}})
      await until(() => readEntries(log).length === 1)
      child.kill(signal)
      expect([await ended, readEntries(log).slice(1)]).to.deep.equal([
        {code, signal: null, stdout: '', stderr: ''},
        [{signal}],
      ])
    })

  it('lets what is piped in and out through', async () => {
    const input = `${'line\n'.repeat(50_000)}end`
    const outcome = await ccs().ccs(['codex', '-p', 'x'], {input, env: {FAKE_DO: 'cat'}})
    expect(told(outcome)).to.deep.equal({...quiet('-p', 'x'), stdout: input})
  })

  it('says what was searched for a runtime that is not installed: 127', async () => {
    const PATH = `${join(ccs().home.path, 'a')}:/nowhere`
    const {home} = ccs()
    const elsewhere = `${home.path}/.local/bin/claude, nor at ${home.path}/.claude/local/claude`
    expect(told(await ccs().ccs(['codex', 'x'], {env: {PATH, CCS_CLAUDE_PATH: ''}}))).to.deep.equal(
      refused(
        127,
        `Error: Claude Code is not installed: there is no claude on PATH (${PATH}), nor at ${elsewhere}.`,
        'Install it:',
        'Next: npm install -g @anthropic-ai/claude-code',
      ),
    )
    expect(told(await ccs().ccs(['codex', 'x'], {env: {CCS_CLAUDE_PATH: '/nowhere/claude'}}))).to.deep.equal(
      refused(
        127,
        'Error: CCS_CLAUDE_PATH names /nowhere/claude, which is no file that can be run.',
        'Install it:',
        'Next: npm install -g @anthropic-ai/claude-code',
      ),
    )
    expect(ccs().proxy()).to.equal(undefined)
  })

  it('starts a variant the same way: its model, its effort, its account', async () => {
    ccs().home.write(
      '.ccs/config.yaml',
      'cliproxy:\n  variants:\n    quick:\n      provider: codex\n      settings: ~/q.json\n      account: john\n      effort: low\n',
    )
    ccs().home.write('q.json', {env: {ANTHROPIC_MODEL: 'gpt-5.4-fast', MINE: '1'}})
    const outcome = await ccs().ccs(['quick', 'x', '--effort=high', '--', '--effort'])
    expect(told(outcome)).to.deep.equal(quiet('x', '--', '--effort'))
    const {ANTHROPIC_MODEL, MINE, ANTHROPIC_BASE_URL = ''} = outcome.started[0]?.env ?? {}
    expect([ANTHROPIC_MODEL, MINE, ANTHROPIC_BASE_URL.replace(/[0-9a-f]{12,}/g, 'ID')]).to.deep.equal([
      'gpt-5.4-fast',
      '1',
      `http://127.0.0.1:${ccs().proxy()?.port}/launch/profile=quick&id=ID&effort=high&assumedEffort=high&account=ID`,
    ])
  })

  it('says that the folder is gone in which it was started', async () => {
    const folder = join(ccs().home.path, 'gone')
    mkdirSync(folder)
    const shell = ['-c', 'rmdir "$PWD"; exec "$0" "$@"', process.execPath, ccs().script, 'codex', 'x']
    const {code, stdout, stderr} = await startProcess('sh', shell, {env: ccs().env, cwd: folder}).ended
    expect({code, stdout, stderr}).to.deep.equal({
      code: 1,
      stdout: '',
      stderr: 'Error: The folder that ccs was started in is gone.\nChange to another one, and try again.\n',
    })
  })
})

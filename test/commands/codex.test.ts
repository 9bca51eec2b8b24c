import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {useScene} from '../e2e/scene.js'
import {FAKE_RUNTIME, readEntries} from '../fakes/run-process.js'
import {JOHN, SARAH} from '../openai/index.js'
import {idOf, listed} from './account-facts.js'
import {commandsOf, failed, failedJson, said} from './run-command.js'

describe('ccs codex and its account flags', () => {
  const scene = useScene(() => ({accounts: [JOHN, SARAH], env: {CCS_CLAUDE_PATH: FAKE_RUNTIME}}))
  const {run, json} = commandsOf(scene)
  const log = () => join(scene().home.path, 'started.jsonl')
  const codex = (...args: readonly string[]) => run(['codex', ...args], {env: {FAKE_LOG: log()}})
  const codexJson = (...args: readonly string[]) => json(['codex', ...args], {env: {FAKE_LOG: log()}})
  const started = () => readEntries(log()).map(({argv}) => argv)
  const john = (over?: object) => listed(scene().home, JOHN, over)
  const sarah = (over?: object) => listed(scene().home, SARAH, over)
  const tokens = () => readdirSync(join(scene().home.ccs, 'cliproxy', 'auth'))

  it('--accounts lists them', async () => {
    expect(await codex('--accounts')).to.deep.equal(
      said(
        'Accounts for codex:',
        '  [default] john (john@example.com)  plus · ready · never used',
        '  sarah (sarah@company.com)          team · ready · never used',
      ),
    )
    expect(await codexJson('--accounts')).to.deep.equal({
      code: 0,
      stderr: '',
      value: {provider: 'codex', accounts: [john({default: true}), sarah()]},
    })
    expect(await codexJson('--accounts', '--account', 'sarah')).to.deep.equal({
      code: 0,
      stderr: '',
      value: {provider: 'codex', accounts: [sarah()]},
    })
  })

  it('--use decides who serves the next command, and runs nothing by itself', async () => {
    expect(await codex('--use', 'sarah')).to.deep.equal(
      said('sarah (sarah@company.com) is the default now and serves what is started next.'),
    )
    expect([started(), scene().proxy()]).to.deep.equal([[], undefined])
    const ask = {env: {FAKE_DO: 'ask gpt-5.4'}}
    expect(await run(['codex', 'x'], ask)).to.deep.equal(said('200 You said: hi'))
    expect(await run(['codex', '--use=john', 'x'], ask)).to.deep.equal(
      said('john (john@example.com) is the default now and serves what is started next.', '200 You said: hi'),
    )
    expect(
      scene()
        .openai.turns()
        .map(({account}) => account),
    ).to.deep.equal([SARAH.email, JOHN.email])
  }).timeout(30_000)

  it('--use with --json answers with one object, and starts nothing', async () => {
    expect(await codexJson('--use', 'sarah', '-p', 'x')).to.deep.equal({
      code: 0,
      stderr: 'No session was started for: -p x\n',
      value: {provider: 'codex', account: sarah({default: true})},
    })
    expect(started()).to.deep.equal([])
  })

  it('--use names what is the matter with the one that was chosen', async () => {
    await run(['cliproxy', 'accounts', 'pause', 'sarah'])
    expect(await codex('--use', 'sarah')).to.deep.equal(
      said(
        'sarah (sarah@company.com) is the default now and serves what is started next.',
        'sarah is paused.',
        'Next: ccs cliproxy accounts resume sarah',
      ),
    )
  })

  it('--nickname renames the default account, or the one of --account', async () => {
    expect(await codex('--nickname', 'work-account')).to.deep.equal(
      said('john is called work-account (john@example.com) now.'),
    )
    expect(await codexJson('--nickname', 'home', '--account', 'sarah')).to.deep.equal({
      code: 0,
      stderr: '',
      value: {provider: 'codex', account: sarah({nickname: 'home'})},
    })
    expect(await codex('--nickname=x', 'fix this')).to.deep.equal({
      ...said('work-account is called x (john@example.com) now.'),
      stderr: 'No session was started for: fix this\n',
    })
    expect(started()).to.deep.equal([])
  }).timeout(30_000)

  it('--logout revokes and deletes the one that is named, then all', async () => {
    const refresh = (
      JSON.parse(readFileSync(join(scene().home.ccs, 'cliproxy', 'auth', tokens()[1] ?? ''), 'utf8')) as Record<
        string,
        string
      >
    ).refresh_token
    expect(await codex('--logout', '--account', 'sarah')).to.deep.equal(
      said('Signed out sarah (sarah@company.com): revoked and deleted.'),
    )
    const revoked = scene()
      .openai.requests.filter(({path}) => path === '/oauth/revoke')
      .map(({body}) => body)
    expect(revoked).to.deep.equal([
      {token: refresh, token_type_hint: 'refresh_token', client_id: 'app_EMoamEEZ73f0CkXaXp7hrann'},
    ])
    expect(tokens()).to.deep.equal([`codex-${JOHN.accountId}-${JOHN.email}.json`])
    await scene().openai.kill()
    const {code, stderr, value} = await codexJson('--logout')
    const [entry] = value.accounts as readonly [Record<string, unknown>]
    expect({code, stderr, value: {...value, accounts: [{...entry, message: typeof entry.message}]}}).to.deep.equal({
      code: 0,
      stderr: '',
      value: {
        provider: 'codex',
        accounts: [
          {id: idOf(JOHN), nickname: 'john', email: JOHN.email, revoked: false, deleted: true, message: 'string'},
        ],
      },
    })
    expect(tokens()).to.deep.equal([])
    expect(await codex('--logout')).to.deep.equal(said('No account for codex is signed in.'))
    expect(await codex('--accounts')).to.deep.equal(
      said('No account for codex is signed in.', 'Next: ccs codex --auth'),
    )
    expect(await codexJson('--nickname', 'x')).to.deep.equal(
      failedJson(3, {code: 'no_account', message: 'No account for codex is signed in.', command: 'ccs codex --auth'}),
    )
  }).timeout(30_000)

  it('ends as ever when nobody reads what it says', async () => {
    const unread = async (stream: 'stdout' | 'stderr', ...args: readonly string[]) => {
      const {child, ended} = scene().start(['codex', ...args])
      child[stream]?.destroy()
      const {code, signal, stdout, stderr} = await ended
      return {code, signal, said: stdout + stderr}
    }
    for (const [args, code] of [
      [['--accounts'], 0],
      [['--accounts', '--json'], 0],
      [['--use', 'sarah'], 0],
      [['--nickname', 'boss'], 0],
      [['--use', 'nobody', '--json'], 2],
      [['--logout'], 0],
    ] as const)
      expect(await unread('stdout', ...args), args.join(' ')).to.deep.equal({code, signal: null, said: ''})
    expect(await unread('stderr', '--use', 'nobody')).to.deep.equal({code: 2, signal: null, said: ''})
    expect(await unread('stderr', '--nickname', 'x')).to.deep.equal({code: 3, signal: null, said: ''})
    const picker = await codex('--config')
    const {code, said: told} = await unread('stdout', '--config')
    expect({code, told}).to.deep.equal({code: picker.code, told: picker.stderr})
  }).timeout(60_000)

  it('refuses two at once, and names that fit nobody', async () => {
    const together = (one: string, other: string) => ({
      code: 'conflicting_flags',
      message: `--${one} and --${other} cannot be given together.`,
      hint: 'Run one after the other.',
    })
    for (const [args, one, other] of [
      [['--logout', '--accounts'], 'logout', 'accounts'],
      [['--use', 'sarah', '--nickname', 'x'], 'use', 'nickname'],
      [['--headless', '--device'], 'headless', 'device'],
      [['--use', 'sarah', '--account', 'john'], 'account', 'use'],
      [['--auth', '--add', '--account', 'john'], 'account', 'add'],
    ] as const)
      expect(await codexJson(...args), args.join(' ')).to.deep.equal(failedJson(2, together(one, other)))
    const unknown = [
      'Error: No codex account is called "nobody".',
      `Accounts: john (john@example.com, ${idOf(JOHN)}), sarah (sarah@company.com, ${idOf(SARAH)}).`,
      'Next: ccs codex --accounts',
    ]
    for (const args of [
      ['--use', 'nobody'],
      ['--nickname', 'x', '--account', 'nobody'],
      ['--logout', '--account', 'nobody'],
    ])
      expect(await codex(...args), args.join(' ')).to.deep.equal(failed(2, ...unknown))
    expect(await codexJson('--use')).to.deep.equal(
      failedJson(2, {code: 'bad_usage', message: '--use needs a value: --use <name>.', command: 'ccs codex --help'}),
    )
    expect([tokens().length, existsSync(join(scene().home.ccs, 'cliproxy', 'accounts.json'))]).to.deep.equal([2, false])
  }).timeout(30_000)

  it('--auth without a terminal and a browser reads the answer from stdin', async () => {
    const input = 'http://localhost:1455/auth/callback?error=access_denied\n'
    const {code, value, stderr} = await json(['codex', '--auth'], {input, env: {BROWSER: 'none'}})
    expect([code, value]).to.deep.equal([
      3,
      {
        error: {
          code: 'sign_in_refused',
          message: 'The sign-in was refused in the browser: access_denied.',
        },
      },
    ])
    expect(stderr).to.contain('paste the address that it ends on')
  }).timeout(30_000)
})

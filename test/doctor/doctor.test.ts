import {spawnSync} from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {accountsOf} from '../../src/accounts/accounts-of.js'
import {runDoctor} from '../../src/doctor/run-doctor.js'
import {openHost} from '../../src/host/open-host.js'
import {markWhile} from '../../src/launch/edits/rewriting-marks.js'
import {loadProvider} from '../../src/registry/contributions.js'
import {FAKE_RUNTIME} from '../fakes/run-process.js'
import {type Home, makeHome} from '../homes/home.js'
import {JOHN, type OpenAi, SARAH, startOpenAi} from '../openai/index.js'
import {installStrangers, providerSource} from '../registry/stranger.js'

describe('doctor', () => {
  let openai: OpenAi
  let home: Home
  beforeEach(async () => {
    openai = await startOpenAi()
    home = makeHome(openai, {CCS_CLAUDE_PATH: FAKE_RUNTIME, PATH: '/nowhere'})
    home.write('.ccs/cliproxy/config.yaml', 'port: 0\n')
  })
  afterEach(async () => {
    await openai.close()
    home.remove()
  })

  const examine = async (wish = {}) => {
    const {ok, checks} = await runDoctor(openHost(home.env), wish)
    return {ok, troubles: checks.filter(({status}) => status !== 'ok').map(({code, status}) => `${status} ${code}`)}
  }
  const age = (file: string) => {
    const hourAgo = new Date(Date.now() - 3_600_000)
    utimesSync(file, hourAgo, hourAgo)
    return file
  }
  const SILENT = 'warn runtime_silent'

  it('finds nothing to do in a fresh home with an account', async () => {
    home.add(JOHN)
    chmodSync(home.ccs, 0o700)
    expect(await examine({online: true})).to.deep.equal({ok: true, troubles: [SILENT]})
  })

  it('says that nobody is signed in', async () => {
    expect(await examine()).to.deep.equal({ok: true, troubles: [SILENT, 'warn no_account']})
  })

  it('closes files that others can open, and takes away what killed processes left', async () => {
    const token = home.add(JOHN)
    chmodSync(token, 0o644)
    const temporary = age(home.write('.ccs/cliproxy/.accounts.json.1.ab.tmp', 'half'))
    mkdirSync(join(home.ccs, 'cliproxy', 'accounts.json.lock'))
    const lock = age(join(home.ccs, 'cliproxy', 'accounts.json.lock'))
    const state = home.write('.ccs/cliproxy/state.json', {pid: 1, port: 1, version: '0', instance: 'i', startedAt: ''})
    expect(await examine()).to.deep.equal({
      ok: false,
      troubles: ['fail token_file_mode', SILENT, 'warn proxy_state', 'warn orphaned_file', 'warn orphaned_lock'],
    })
    expect(await examine({fix: true})).to.deep.equal({ok: true, troubles: [SILENT]})
    expect([statSync(token).mode & 0o777, ...[temporary, lock, state].map(existsSync)]).to.deep.equal([
      0o600,
      false,
      false,
      false,
    ])
  })

  it('takes away what a killed repair left in the folder of another program', async () => {
    home.add(JOHN)
    chmodSync(home.ccs, 0o700)
    const config = home.write('.codex/config.toml', 'model = "x"\n')
    const {pid} = spawnSync(process.execPath, ['--version'])
    const left = home.write(`.codex/.config.toml.${pid}.0123abcd.tmp`, 'mod')
    const folder = openHost(home.env).paths.runtime('codex')
    mkdirSync(folder, {recursive: true})
    await markWhile(config, folder, async () => {
      expect(await examine()).to.deep.equal({ok: true, troubles: [SILENT, 'warn orphaned_file']})
      expect(await examine({fix: true})).to.deep.equal({ok: true, troubles: [SILENT]})
      expect([existsSync(left), readFileSync(config, 'utf8'), readdirSync(folder)]).to.deep.equal([
        false,
        'model = "x"\n',
        [],
      ])
    })
  })

  it('names a plugin that is broken, and one that nobody gets at', async () => {
    home.add(JOHN)
    chmodSync(home.ccs, 0o700)
    const stranger = (name: string, id: string, source: string) =>
      ({name, type: 'user', event: `ccs:provider:${id}`, source}) as const
    const env = installStrangers(home.path, [
      stranger('torn', 'torn', 'throw new Error("boom")'),
      stranger('other-codex', 'codex', providerSource('codex')),
    ])
    const {ok, checks} = await runDoctor(openHost({...home.env, ...env}))
    expect(ok).to.equal(false)
    expect(checks.filter(({code}) => code.startsWith('plugin'))).to.deep.equal([
      {
        code: 'plugin_broken',
        status: 'fail',
        message: 'The plugin torn cannot be used: boom.',
        command: 'ccs plugins uninstall torn',
        fixable: false,
      },
      {
        code: 'plugin_unused',
        status: 'warn',
        message: 'The plugin @ccs/provider-codex is not used: its id is taken by other-codex (user), which is used.',
        command: 'ccs plugins',
        fixable: false,
      },
    ])
  })

  it('has a code for each state of an account', async () => {
    home.add(JOHN)
    home.add(SARAH)
    const host = openHost(home.env)
    const accounts = accountsOf(await loadProvider('codex', host), host)
    const [john, sarah] = await accounts.list()
    await accounts.states.note(john?.id ?? '', {code: 'cooling', until: Date.now() + 60_000, message: 'spent'})
    await accounts.states.note(sarah?.id ?? '', {code: 'needs_reauth', until: null, message: 'too old'})
    const {checks} = await runDoctor(host)
    expect(checks.filter(({code}) => code.startsWith('account_'))).to.deep.equal([
      {
        code: 'account_cooling',
        status: 'warn',
        message: 'john (john@example.com) cools down after a limit, for 1m more (spent).',
        command: 'ccs cliproxy quota --refresh',
        fixable: false,
      },
      {
        code: 'account_needs_reauth',
        status: 'fail',
        message: `${SARAH.email.split('@')[0]} (${SARAH.email}) must sign in again (too old).`,
        command: `ccs codex --auth --account ${SARAH.email.split('@')[0]}`,
        fixable: false,
      },
    ])
  })

  it('names files that cannot be read and leaves them alone', async () => {
    home.add(JOHN)
    home.write('.ccs/cliproxy/auth/codex-broken.json', '{"a":')
    home.write('.ccs/codex.settings.json', '{"env": [}')
    home.write('.ccs/cliproxy/config.yaml', 'port: 0\nhost: "0.0.0.0"\napi-keys: [changeme]\n')
    const {troubles} = await examine()
    expect(troubles).to.deep.equal(['fail proxy_config', 'fail settings', SILENT, 'fail token_file_unreadable'])
  })

  it('says so when a file stands where a folder should be', async () => {
    rmSync(home.ccs, {recursive: true})
    writeFileSync(home.ccs, '', {mode: 0o600})
    const {checks} = await runDoctor(openHost(home.env))
    expect(checks.filter(({status}) => status === 'fail').map(({message}) => message)).to.deep.equal([
      `Nothing can be written to ${home.ccs}: it is no folder.`,
    ])
  })

  it('names each variant that no session could start, and a file that holds no keys', async () => {
    home.add(JOHN)
    const entries = {
      gone: '{provider: nope, settings: x.settings.json}',
      lonely: '{provider: codex, model: gpt-5.4, account: nobody}',
      lost: '{provider: codex, model: gpt-5.4, target: nowhere}',
      good: '{provider: codex, model: gpt-5.4}',
    }
    const lines = Object.entries(entries).map(([name, entry]) => `    ${name}: ${entry}\n`)
    home.write('.ccs/config.yaml', `cliproxy:\n  variants:\n${lines.join('')}`)
    const {checks} = await runDoctor(openHost(home.env))
    const said = checks
      .filter(({code}) => code === 'variant')
      .map(({message, command}) => [message.split(':')[0], command])
    expect(said).to.deep.equal([
      ['The variant "gone" cannot be used', 'ccs cliproxy edit gone'],
      ['The variant "lonely" cannot be used', 'ccs cliproxy edit lonely'],
      ['The variant "lost" cannot be used', 'ccs cliproxy edit lost'],
    ])
    for (const [text, message] of [
      ['- a\n', 'holds no keys and values. The file was left as it is. Mend it, or move it away.'],
      ['cliproxy: 5\n', 'cannot be used like this: cliproxy must hold keys and values.'],
    ] as const) {
      const file = home.write('.ccs/config.yaml', text)
      const found = (await runDoctor(openHost(home.env))).checks.find(({code}) => code === 'config')
      expect([found?.status, found?.message]).to.deep.equal(['fail', `${file} ${message}`])
    }
  })

  it('says that a proxy elsewhere, which an earlier version used, is not', async () => {
    home.add(JOHN)
    chmodSync(home.ccs, 0o700)
    const asks = (enabled: boolean) =>
      home.write('.ccs/config.yaml', `cliproxy_server:\n  remote:\n    enabled: ${enabled}\n    host: proxy.example\n`)
    asks(true)
    expect(await examine()).to.deep.equal({ok: true, troubles: [SILENT, 'warn remote_proxy']})
    asks(false)
    expect(await examine()).to.deep.equal({ok: true, troubles: [SILENT]})
  })

  it('checks the way out', async () => {
    home.add(JOHN)
    writeFileSync(join(home.path, 'ca.pem'), '')
    const settings = {HTTPS_PROXY: 'ftp://proxy:3128', SSL_CERT_FILE: join(home.path, 'gone.pem')}
    const {checks} = await runDoctor(openHost({...home.env, ...settings}))
    expect(checks.filter(({status}) => status === 'fail').map(({code}) => code)).to.deep.equal([
      'http_proxy',
      'extra_certificates',
    ])
    await openai.close()
    const offline = await examine({online: true})
    expect(offline.troubles).to.deep.equal([SILENT, 'fail upstream_unreachable', 'fail account_offline'])
  })

  it('renews a token that the upstream refuses, and sends nobody to a sign-in that would not help', async () => {
    const online = async () => {
      const {checks} = await runDoctor(openHost(home.env), {online: true})
      return checks
        .filter(({code}) => code.startsWith('account_o') || code === 'upstream_unreachable')
        .map(({code, command}) => [code, command])
    }
    const tokens = openai.issue(JOHN)
    home.add(JOHN, {tokens})
    openai.issuer.expire(tokens.access_token)
    expect(await online()).to.deep.equal([['account_online', null]])
    openai.issuer.revokeAll(JOHN)
    expect(await online()).to.deep.equal([['account_offline', 'ccs codex --auth --account john']])
    await openai.close()
    expect(await online()).to.deep.equal([
      ['upstream_unreachable', `curl -I ${openai.url}`],
      ['account_offline', null],
    ])
  })
})

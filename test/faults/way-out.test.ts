import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {rootCertificates} from 'node:tls'
import {expect} from 'chai'
import {useScene} from '../e2e/scene.js'
import {FAKE_RUNTIME} from '../fakes/run-process.js'
import {JOHN} from '../openai/index.js'
import {type ForwardProxy, startForwardProxy} from './forward-proxy.js'
import {openSecureDoor, type SecureDoor} from './own-authority.js'

const ASK = {FAKE_DO: 'ask gpt-5.4'}
const GOOD = {code: 0, signal: null, stdout: '200 You said: hi\n', stderr: ''}

describe('the way out', () => {
  const scene = useScene(() => ({accounts: [[JOHN, {lifetime: 0}]], env: {CCS_CLAUDE_PATH: FAKE_RUNTIME}}))
  let forward: ForwardProxy
  beforeEach(async () => {
    forward = await startForwardProxy()
  })
  afterEach(() => forward.close())

  const start = (env: Readonly<Record<string, string>>) => scene().run(['codex', 'x'], {env: {...ASK, ...env}})
  const quota = (env: Readonly<Record<string, string>>) => scene().run(['cliproxy', 'quota'], {env})
  /** What was asked of the stand-in, each once. */
  const asked = () => [...new Set(scene().openai.requests.map(({method, path}) => `${method} ${path}`))].toSorted()

  it('is the HTTP proxy of the environment for refresh, quota, catalogue and turns, and for nothing of this machine', async () => {
    const env = {HTTP_PROXY: forward.url}
    expect(await start(env)).to.deep.equal(GOOD)
    expect((await quota(env)).code).to.equal(0)
    await scene().openai.seen(({path}) => path.endsWith('/models'))
    const lines = [...new Set(forward.lines.map((line) => line.replace(/\?.*/, '')))].toSorted()
    expect(lines).to.deep.equal(asked().map((line) => line.replace(' ', ` ${scene().openai.url}`)))
    expect(lines.map((line) => line.split('/').at(-1))).to.deep.equal(['models', 'usage', 'responses', 'token'])
  }).timeout(30_000)

  it('leads past it where NO_PROXY says so', async () => {
    for (const NO_PROXY of ['127.0.0.1', '*', `example.com, 127.0.0.1:${scene().openai.port}`]) {
      expect(await start({http_proxy: forward.url, NO_PROXY}), NO_PROXY).to.deep.equal(GOOD)
      expect(forward.lines).to.deep.equal([])
    }
  }).timeout(30_000)

  it('is the one of the configuration before that of the shell; and starts that follow keep their proxy', async () => {
    scene().home.write('.ccs/cliproxy/config.yaml', `port: 0\nproxy-url: ${forward.url}\n`)
    const shell = {HTTP_PROXY: 'http://127.0.0.1:1', http_proxy: 'http://127.0.0.1:1'}
    expect(await start(shell)).to.deep.equal(GOOD)
    const {pid} = scene().proxy() ?? {}
    expect(await start(shell)).to.deep.equal(GOOD)
    expect([scene().proxy()?.pid, forward.lines.length > 1]).to.deep.equal([pid, true])
    scene().home.write('.ccs/cliproxy/config.yaml', `port: 0\napi-keys: [${scene().proxy()?.key}]\nproxy-url: direct\n`)
    const before = forward.lines.length
    expect(await start(shell)).to.deep.equal(GOOD)
    expect([scene().proxy()?.pid === pid, forward.lines.length]).to.deep.equal([false, before])
  }).timeout(30_000)

  it('is read as other programs read it: without a scheme too', async () => {
    expect(await start({HTTP_PROXY: new URL(forward.url).host})).to.deep.equal(GOOD)
    expect(forward.lines.length > 1).to.equal(true)
  }).timeout(30_000)

  it('that is not there is named, not who lies behind it', async () => {
    const {code, stdout} = await quota({HTTP_PROXY: 'http://127.0.0.1:1'})
    const host = new URL(scene().openai.url).host
    expect([code, stdout.split('\n')[2]]).to.deep.equal([
      5,
      `    Unknown: The HTTP proxy 127.0.0.1:1 on the way to ${host} refused the connection (ECONNREFUSED). Next: ccs doctor --online`,
    ])
  })

  it('that is closed is named as such, and no account suffers for it', async () => {
    const closed = await startForwardProxy(true)
    const {code, stdout} = await quota({HTTP_PROXY: closed.url})
    await closed.close()
    expect([code, ...stdout.split('\n').slice(2, 4)]).to.deep.equal([
      5,
      '    State: network blocked',
      "    Unknown: Something else answered in place of OpenAI's sign-in server (status 407): a proxy, a login page of the network or a block stands between. Next: ccs doctor --online",
    ])
    const {accounts} = JSON.parse((await scene().run(['codex', '--accounts', '--json'])).stdout) as {
      accounts: readonly {state: {code: string}}[]
    }
    expect(accounts.map(({state}) => state.code)).to.deep.equal(['network_blocked'])
    expect((await quota({HTTP_PROXY: forward.url})).code).to.equal(0)
  })
})

describe('the way out over TLS', () => {
  const scene = useScene(() => ({accounts: [[JOHN, {lifetime: 0}]], env: {CCS_CLAUDE_PATH: FAKE_RUNTIME}}))
  let forward: ForwardProxy
  let door: SecureDoor
  beforeEach(async () => {
    forward = await startForwardProxy()
    door = await openSecureDoor(scene().home.path, scene().openai.port)
  })
  afterEach(async () => {
    await forward.close()
    await door.close()
  })

  const addresses = () => ({CCS_CODEX_ISSUER: door.url, CCS_CODEX_BASE_URL: `${door.url}/backend-api/codex/`})

  for (const name of ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'])
    it(`is a tunnel through the proxy, with the own authority of ${name}`, async () => {
      const env = {
        ...addresses(),
        HTTPS_PROXY: forward.url,
        HTTP_PROXY: 'http://127.0.0.1:1',
        [name]: door.authority,
      }
      expect(await scene().run(['codex', 'x'], {env: {...ASK, ...env}})).to.deep.equal(GOOD)
      expect((await scene().run(['cliproxy', 'quota'], {env})).code).to.equal(0)
      expect(new Set(forward.lines)).to.deep.equal(new Set([`CONNECT ${new URL(door.url).host}`]))
      const paths = scene().openai.requests.map(({path}) => path.split('/').at(-1))
      expect(paths).to.include.members(['token', 'responses', 'usage'])
    }).timeout(30_000)

  it('leads to SSL_CERT_FILE without a proxy too, also where Node knows another authority', async () => {
    const other = join(scene().home.path, 'other.pem')
    writeFileSync(other, rootCertificates[0] ?? '')
    const env = {...addresses(), SSL_CERT_FILE: door.authority, NODE_EXTRA_CA_CERTS: other}
    expect(await scene().run(['codex', 'x'], {env: {...ASK, ...env}})).to.deep.equal(GOOD)
  }).timeout(30_000)

  it('names the variable for a certificate that nobody vouches for', async () => {
    const {code, stdout} = await scene().run(['cliproxy', 'quota'], {env: addresses()})
    const host = new URL(door.url).host
    expect([code, ...stdout.split('\n').slice(2, 4)]).to.deep.equal([
      5,
      '    State: network blocked',
      `    Unknown: ${host} showed a certificate that is not trusted here; name your own authority in NODE_EXTRA_CA_CERTS (UNABLE_TO_VERIFY_LEAF_SIGNATURE). Next: ccs doctor --online`,
    ])
    expect(scene().openai.requests).to.deep.equal([])
  })
})

import {mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {expect} from 'chai'
import {editYaml} from '../../src/config/edit-yaml.js'
import {pathsOf} from '../../src/config/paths.js'
import {ensureProxyConfig, readProxyConfig} from '../../src/config/proxy-config.js'
import {isCcsError} from '../../src/errors/ccs-error.js'
import {useHome} from '../home.js'

describe('configuration of the proxy', () => {
  const {home, paths} = useHome()
  const write = (text: string) => {
    mkdirSync(dirname(paths().proxyConfig), {recursive: true})
    writeFileSync(paths().proxyConfig, text)
  }

  it('is made once, on loopback, with a key of its own that only the owner can read', async () => {
    const all = await Promise.all(Array.from({length: 10}, () => ensureProxyConfig(paths())))
    const [first] = all
    const keys = new Set(all.flatMap((config) => config.apiKeys))
    expect(keys.size).to.equal(1)
    const [key = ''] = keys
    expect(key).to.match(/^ccs-[\w-]{32}$/)
    expect(first).to.deep.equal({
      host: '127.0.0.1',
      port: 8317,
      apiKeys: [key],
      authDir: paths().tokens,
      routing: {strategy: 'round-robin', sessionAffinity: true, sessionAffinityTtl: '1h', spreadSubagents: false},
      hidesThinking: false,
      raw: {
        host: '127.0.0.1',
        port: 8317,
        'api-keys': [key],
        'auth-dir': '~/.ccs/cliproxy/auth',
        routing: {strategy: 'round-robin', 'session-affinity': true, 'session-affinity-ttl': '1h'},
      },
    })
    expect(statSync(paths().proxyConfig).mode & 0o777).to.equal(0o600)
    expect(statSync(paths().proxyFolder).mode & 0o777).to.equal(0o700)
    const other = pathsOf({HOME: join(home(), 'other')})
    expect((await ensureProxyConfig(other)).apiKeys[0]).not.to.equal(key)
  })

  it('says in its text what it says parsed', async () => {
    const made = await ensureProxyConfig(paths())
    await editYaml(paths().proxyConfig, (document) => document.setIn(['routing', 'strategy'], 'fill-first'))
    const text = readFileSync(paths().proxyConfig, 'utf8')
    expect(text).to.contain('# a session stays on its account')
    const {raw, ...read} = await readProxyConfig(paths())
    expect(read).to.deep.equal({
      host: made.host,
      port: made.port,
      apiKeys: made.apiKeys,
      authDir: made.authDir,
      routing: {...made.routing, strategy: 'fill-first'},
      hidesThinking: false,
    })
    expect(Object.keys(raw)).to.deep.equal(Object.keys(made.raw))
  })

  it('reads what an existing installation has, and leaves it', async () => {
    const text = 'port: 9000\napi-keys:\n  - mine\nauth-dir: "~/tokens"\nproxy-url: socks5://x\nrequest-retry: 3\n'
    write(text)
    const {raw, ...config} = await ensureProxyConfig(paths())
    expect(config).to.deep.equal({
      host: '127.0.0.1',
      port: 9000,
      apiKeys: ['mine'],
      authDir: join(home(), 'tokens'),
      proxyUrl: 'socks5://x',
      routing: {strategy: 'round-robin', sessionAffinity: true, sessionAffinityTtl: '1h', spreadSubagents: false},
      hidesThinking: false,
    })
    expect(raw['request-retry']).to.equal(3)
    expect(readFileSync(paths().proxyConfig, 'utf8')).to.equal(text)
  })

  for (const [text, message] of [
    ['port: "8317"\n', 'port must be a number from 0 to 65535.'],
    ['port: 70000\n', 'port must be a number from 0 to 65535.'],
    ['api-keys: secret\n', 'api-keys must be a list of texts.'],
    ['routing:\n  session-affinity: 1h\n', 'routing.session-affinity must be true or false.'],
    ['routing:\n  spread-subagents: some\n', 'routing.spread-subagents must be true or false.'],
    ['ccs-hide-thinking: soon\n', 'ccs-hide-thinking must be true or false.'],
  ] as const)
    it(`refuses ${JSON.stringify(text)}`, async () => {
      write(text)
      const error = await readProxyConfig(paths()).catch((caught: unknown) => caught)
      expect(isCcsError(error) && [error.message, error.exit]).to.deep.equal([`${paths().proxyConfig}: ${message}`, 2])
    })
})

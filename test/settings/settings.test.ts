import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {dirname} from 'node:path'
import {expect} from 'chai'
import {isCcsError} from '../../src/errors/ccs-error.js'
import {openHost} from '../../src/host/open-host.js'
import {checkText} from '../../src/settings/check-text.js'
import {placeOf} from '../../src/settings/find-setting.js'
import {readAllSettings, readSetting} from '../../src/settings/read-setting.js'
import {SETTINGS} from '../../src/settings/schema.js'
import {setSetting, unsetSetting} from '../../src/settings/write-setting.js'
import {useHome} from '../home.js'

const CONFIG = `# mine
version: 8
cliproxy:
  variants:
    fast: {provider: codex, effort: high}
    my.v: {provider: codex}
preferences:
  theme: dark # and so on
`
const PROXY = `# proxy
host: 127.0.0.1
api-keys:
  - ccs-abcdefghijklmnopqrstuvwxyz0123456789
routing:
remote-management:
  secret-key: hush
`
const RUNTIMES = 'must be one of claude, codex, droid, claude-code, codex-cli, factory, factory-droid'
const OWN_NAMES = 'has no effect: ccs, ccs-codex, ccsx, ccsxp, ccs-droid, ccsd are names of ccs itself'

describe('settings', () => {
  const {home, paths} = useHome()
  const host = () => openHost({HOME: home()})
  const write = (file: string, text: string) => {
    mkdirSync(dirname(file), {recursive: true})
    writeFileSync(file, text)
  }
  const read = (file: string) => readFileSync(file, 'utf8')
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => isCcsError(error) && [error.code, error.exit, error.message, error.hint],
    )
  beforeEach(() => {
    write(paths().config, CONFIG)
    write(paths().proxyConfig, PROXY)
  })

  it('know where a key belongs, also with dots in a name', () => {
    expect(placeOf('cliproxy.variants.my.v.effort')).to.deep.include({
      file: 'config',
      path: ['cliproxy', 'variants', 'my.v', 'effort'],
      name: 'my.v',
    })
    expect(placeOf('proxy.routing.strategy')).to.deep.include({file: 'proxy', path: ['routing', 'strategy']})
    expect(placeOf('cliproxy.variants..effort').setting).to.equal(undefined)
    expect(placeOf('preferences.theme')).to.deep.equal({
      key: 'preferences.theme',
      file: 'config',
      path: ['preferences', 'theme'],
    })
  })

  it('are read with their defaults; foreign keys too, secrets never', async () => {
    const value = async (key: string) => {
      const found = await readSetting(key, paths())
      return [found.value, found.set]
    }
    expect(await value('cliproxy.variants.fast.effort')).to.deep.equal(['high', true])
    expect(await value('cliproxy.variants.fast.account')).to.deep.equal([null, false])
    expect(await value('proxy.port')).to.deep.equal([8317, false])
    expect(await value('preferences.theme')).to.deep.equal(['dark', true])
    expect(await value('proxy.api-keys')).to.deep.equal(['[hidden]', true])
    expect(await value('proxy')).to.deep.equal([
      {
        host: '127.0.0.1',
        'api-keys': '[hidden]',
        routing: null,
        'remote-management': {'secret-key': '[hidden]'},
      },
      true,
    ])
    expect(await refusal(readSetting('preferences.colour', paths()))).to.deep.equal([
      'unknown_setting',
      2,
      'ccs has no setting "preferences.colour".',
      undefined,
    ])
    expect(Object.fromEntries((await readAllSettings(paths())).map(({key, value}) => [key, value]))).to.deep.equal({
      version: 8,
      'cliproxy.variants.fast.provider': 'codex',
      'cliproxy.variants.my.v.provider': 'codex',
      'cliproxy.variants.fast.effort': 'high',
      'proxy.host': '127.0.0.1',
      'proxy.port': 8317,
      'proxy.routing.strategy': 'round-robin',
      'proxy.routing.session-affinity': true,
      'proxy.routing.session-affinity-ttl': '1h',
      'proxy.routing.spread-subagents': false,
      'proxy.ccs-hide-thinking': false,
      'proxy.ccs-idle-exit': '5m',
    })
  })

  it('are set in the words of the file: comments and foreign keys stay', async () => {
    expect(await setSetting('cliproxy.variants.my.v.effort', 'low', host())).to.deep.equal({
      key: 'cliproxy.variants.my.v.effort',
      value: 'low',
      before: null,
      file: paths().config,
    })
    expect(read(paths().config)).to.equal(
      CONFIG.replace('my.v: {provider: codex}', 'my.v: {provider: codex, effort: low}'),
    )
    await setSetting('proxy.port', '8400', host())
    await setSetting('proxy.routing.session-affinity', 'off', host())
    expect(read(paths().proxyConfig)).to.equal(
      PROXY.replace('routing:\n', '').replace(/$/, 'port: 8400\nrouting:\n  session-affinity: false\n'),
    )
  })

  it('are taken out again, those nobody knows too', async () => {
    expect((await unsetSetting('cliproxy.variants.fast.effort', paths())).before).to.equal('high')
    expect((await unsetSetting('preferences.theme', paths())).before).to.equal('dark')
    expect((await unsetSetting('proxy.port', paths())).before).to.equal(null)
    expect(read(paths().config)).to.equal(
      CONFIG.replace(', effort: high', '').replace('preferences:\n  theme: dark # and so on', 'preferences: {}'),
    )
    expect(await refusal(unsetSetting('proxy.prot', paths()))).to.deep.equal([
      'unknown_setting',
      2,
      'ccs has no setting "proxy.prot".',
      'Did you mean proxy.port or proxy.host?',
    ])
  })

  const BAD: Readonly<Record<string, readonly string[]>> = {
    version: ['eight', '1.5'],
    'cliproxy.variants.fast.effort': ['huge', ''],
    'cliproxy.variants.fast.target': [''],
    'proxy.port': ['-1', '65536', '8317x', ''],
    'proxy.routing.strategy': ['random'],
    'proxy.routing.session-affinity': ['maybe'],
    'proxy.routing.session-affinity-ttl': ['0m', 'soon'],
    'proxy.routing.spread-subagents': ['maybe'],
    'proxy.proxy-url': ['proxy.example:3128', 'ftp://x'],
  }
  for (const [key, values] of Object.entries(BAD)) {
    it(`refuse for ${key}: ${values.map((value) => `"${value}"`).join(', ')}`, async () => {
      for (const value of values)
        expect((await refusal(setSetting(key, value, host())))?.toString()).to.contain(`invalid_value,2,${key} must be`)
      expect([read(paths().config), read(paths().proxyConfig)]).to.deep.equal([CONFIG, PROXY])
    })
  }

  it('refuse a variant that is not there, an unknown key, and an address beyond this machine with a weak key', async () => {
    expect((await refusal(setSetting('cliproxy.variants.none.effort', 'low', host())))?.toString()).to.contain(
      'unknown_variant,2',
    )
    expect((await refusal(setSetting('preferences.theme', 'light', host())))?.toString()).to.contain(
      'unknown_setting,2',
    )
    write(paths().proxyConfig, PROXY.replace(/ccs-\w+/, 'changeme'))
    expect((await refusal(setSetting('proxy.host', '0.0.0.0', host())))?.toString()).to.contain('unsafe_bind,2')
    expect(read(paths().config)).to.equal(CONFIG)
  })

  it('write the first file of the proxy with its key', async () => {
    write(paths().proxyConfig, '')
    const fresh = `${dirname(paths().proxyConfig)}-other/config.yaml`
    await setSetting('proxy.port', '8400', {...host(), paths: {...paths(), proxyConfig: fresh}})
    expect(read(fresh))
      .to.match(/^port: 8400$/m)
      .and.match(/^ {2}- ccs-\S{32}$/m)
    expect(existsSync(paths().config)).to.equal(true)
  })

  it('check a whole text: what cannot be used is refused, what looks like a slip is named', async () => {
    const check = (text: string, file: 'config' | 'proxy' = 'config') => checkText(text, file, '/x.yaml', host())
    expect(await check(CONFIG)).to.deep.equal([])
    expect(await check(PROXY.replace('host', 'prot'), 'proxy')).to.deep.equal([
      'Nobody reads proxy.prot. Did you mean proxy.port?',
    ])
    const faults: readonly (readonly [text: string, file: 'config' | 'proxy', message: string])[] = [
      ['a: [', 'config', '/x.yaml is not valid YAML (line 1, column 5)'],
      ['- a\n', 'config', '/x.yaml cannot be used like this: it must hold keys and values.'],
      ['cliproxy: 5\n', 'config', '/x.yaml cannot be used like this: cliproxy must hold keys and values.'],
      ['cliproxy: {variants: [x]}\n', 'config', 'cliproxy.variants must hold keys and values.'],
      ['routing: fill-first\n', 'proxy', 'proxy.routing must hold keys and values.'],
      ['version: x\n', 'config', '/x.yaml cannot be used like this: version must be a whole number.'],
      ['cliproxy: {variants: {a.b: {effort: 3}}}', 'config', 'cliproxy.variants.a.b.effort must be one of minimal'],
      ['aliases: {a: nope}\n', 'config', `/x.yaml cannot be used like this: aliases.a ${RUNTIMES}, not "nope".`],
      ['aliases: {ccsx: droid}\n', 'config', `/x.yaml cannot be used like this: aliases.ccsx ${OWN_NAMES}.`],
      ['port: "8317"\n', 'proxy', 'proxy.port must be a number from 0 to 65535'],
      ['host: 0.0.0.0\n', 'proxy', 'asks for the address 0.0.0.0 but api-keys is empty'],
    ]
    for (const [text, file, message] of faults)
      expect((await refusal(check(text, file)))?.toString()).to.contain(message)
  })

  it('name the links of the user, which need no variant', async () => {
    await setSetting('aliases.my.agent', 'droid', host())
    const {'aliases.my.agent': alias} = Object.fromEntries(
      (await readAllSettings(paths())).map(({key, value}) => [key, value]),
    )
    expect([alias, read(paths().config)]).to.deep.equal(['droid', `${CONFIG}aliases:\n  my.agent: droid\n`])
  })

  it('refuse a link that could start nothing, or that would change nothing, and name the choices', async () => {
    for (const [name, value, message] of [
      ['agent', 'nope', `${RUNTIMES}, not "nope"`],
      ['agent', 'Droid', `${RUNTIMES}, not "Droid"`],
      ['ccsx', 'droid', OWN_NAMES],
      ['ccs', 'codex', OWN_NAMES],
    ] as const)
      expect(await refusal(setSetting(`aliases.${name}`, value, host()))).to.deep.equal([
        'invalid_value',
        2,
        `aliases.${name} ${message}.`,
        undefined,
      ])
    expect(read(paths().config)).to.equal(CONFIG)
    expect((await setSetting('aliases.agent', 'factory', host())).value).to.equal('factory')
  })

  it('name each key once, with a default that it could hold', () => {
    expect(new Set(SETTINGS.map(({key}) => key)).size).to.equal(SETTINGS.length)
    for (const {key, kind, otherwise} of SETTINGS) {
      if (otherwise !== undefined) expect(kind.is(otherwise), key).to.equal(true)
      if (otherwise !== undefined) expect(kind.read(String(otherwise)), key).to.equal(otherwise)
    }
  })
})

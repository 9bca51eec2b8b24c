import {chmodSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {JOHN} from '../openai/index.js'
import {useDashboard} from './scene.js'

const SETTINGS = '{\n  // mine\n  "env": {"ANTHROPIC_MODEL": "gpt-5.4", "MY_TOKEN": "canary-token"},\n}\n'

describe('the dashboard: files', () => {
  const scene = useDashboard(() => ({accounts: [JOHN]}))
  beforeEach(() => void scene().home.write('.ccs/codex.settings.json', SETTINGS))

  const file = (name: string) => join(scene().home.ccs, name)
  const read = async (scope: string) => {
    const {headers, json} = await scene().call('GET', `/api/settings/${encodeURIComponent(scope)}`)
    return {etag: String(headers.etag), text: String(json().text)}
  }
  const save = async (scope: string, text: string, etag: string) => {
    const path = `/api/settings/${encodeURIComponent(scope)}`
    const {status, json} = await scene().call('PUT', path, {text}, {'if-match': etag})
    return {status, body: json()}
  }
  const backups = async (scope: string) =>
    (await scene().get(`/api/settings/${scope}/backups`)).backups as readonly {id: string; at: string; bytes: number}[]

  it('are those that there are, each variant’s settings among them', async () => {
    await scene().run(['cliproxy', 'create', 'quick', '--provider', 'codex', '--model', 'gpt-5.4'])
    await scene().run(['cliproxy', 'routing', 'set', 'fill-first'])
    expect((await scene().get('/api/settings')).files).to.deep.equal([
      {scope: 'codex', title: 'codex.settings.json', format: 'json'},
      {scope: 'variant:quick', title: 'quick.settings.json', format: 'json'},
      {scope: 'config', title: 'config.yaml', format: 'yaml'},
      {scope: 'proxy', title: 'cliproxy/config.yaml', format: 'yaml'},
    ])
    expect((await read('variant:quick')).text).to.contain('"ANTHROPIC_MODEL": "gpt-5.4"')
  })

  it('of a variant that point out of the home are not read', async () => {
    const outside = scene().home.write('secret.json', {env: {A: 'canary'}})
    const entry = `cliproxy:\n  variants:\n    odd:\n      provider: codex\n      settings: ${outside}\n`
    scene().home.write('.ccs/config.yaml', entry)
    for (const scope of ['variant:odd', 'variant:../secret', '../../etc/passwd', 'accounts', outside])
      expect((await scene().call('GET', `/api/settings/${encodeURIComponent(scope)}`)).status, scope).to.equal(404)
  })

  it('keep comments, secrets and mode, and the version before as a backup', async () => {
    chmodSync(file('codex.settings.json'), 0o640)
    const {text, etag} = await read('codex')
    expect(text).not.to.contain('canary')
    const after = SETTINGS.replace('gpt-5.4', 'gpt-5.5')
    expect((await save('codex', text.replace('gpt-5.4', 'gpt-5.5'), etag)).status).to.equal(200)
    expect(readFileSync(file('codex.settings.json'), 'utf8')).to.equal(after)
    expect(statSync(file('codex.settings.json')).mode & 0o777).to.equal(0o640)
    const [kept] = await backups('codex')
    expect(kept?.bytes).to.equal(SETTINGS.length)
    expect(statSync(join(file('backups'), 'codex')).mode & 0o777).to.equal(0o700)
    expect(statSync(join(file('backups'), 'codex', kept?.id ?? '')).mode & 0o777).to.equal(0o600)
    await scene().call('POST', '/api/settings/codex/restore', {id: kept?.id})
    expect(readFileSync(file('codex.settings.json'), 'utf8')).to.equal(SETTINGS)
    expect(await backups('codex')).to.have.length(2)
  })

  it('keep secrets wherever they stand: in comments, in longer texts, as numbers', async () => {
    const secrets =
      '{ // old: sk-proj-canary1234\n "env": {"PIN_SECRET": 12345678, "H": "A: Bearer canary1234", "A": "1"}}'
    scene().home.write('.ccs/codex.settings.json', secrets)
    const {text, etag} = await read('codex')
    expect(text).not.to.match(/canary|12345678/)
    const verdict = await scene().call('POST', '/api/settings/codex/validate', {text})
    expect(verdict.json()).to.deep.equal({ok: true})
    expect((await save('codex', text.replace('"1"', '"2"'), etag)).status).to.equal(200)
    expect(readFileSync(file('codex.settings.json'), 'utf8')).to.equal(secrets.replace('"1"', '"2"'))
  })

  it('keep the byte order mark that an editor left, and are edited behind it', async () => {
    scene().home.write('.ccs/codex.settings.json', `\uFEFF${SETTINGS}`)
    const {text, etag} = await read('codex')
    const after = text.replace('gpt-5.4', 'gpt-5.5')
    const {json} = await scene().call('POST', '/api/settings/codex/validate', {text: `\uFEFF[]`})
    expect(json()).to.deep.include({ok: false, line: 1, column: 1})
    expect((await save('codex', after, etag)).status).to.equal(200)
    expect(readFileSync(file('codex.settings.json'), 'utf8')).to.equal(
      `\uFEFF${SETTINGS.replace('gpt-5.4', 'gpt-5.5')}`,
    )
  })

  it('have twenty backups at most', async () => {
    for (let round = 0; round < 22; round += 1) {
      const {text, etag} = await read('codex')
      await save('codex', text.replace(/gpt-5.4[\w-]*/, `gpt-5.4-${round}`), etag)
    }
    expect(await backups('codex')).to.have.length(20)
    expect(readdirSync(join(file('backups'), 'codex'))).to.have.length(20)
  })

  it('that were changed outside are not written over: both versions come back', async () => {
    const {text, etag} = await read('codex')
    const outside = SETTINGS.replace('gpt-5.4', 'gpt-5.2')
    writeFileSync(file('codex.settings.json'), outside)
    const {status, body} = await save('codex', text.replace('gpt-5.4', 'gpt-5.5'), etag)
    expect([status, (body.error as {code: string}).code]).to.deep.equal([412, 'changed_outside'])
    expect(body.current).to.contain('gpt-5.2').and.not.to.contain('canary')
    expect(readFileSync(file('codex.settings.json'), 'utf8')).to.equal(outside)
    const mine = text.replace('gpt-5.4', 'gpt-5.5')
    expect((await save('codex', mine, String(body.etag))).status).to.equal(200)
    expect(readFileSync(file('codex.settings.json'), 'utf8')).to.equal(SETTINGS.replace('gpt-5.4', 'gpt-5.5'))
  })

  it('that change between the last look and the write are not written over either', async () => {
    const {host} = scene()
    const fault = await host
      .writeFile('codex', '{}', 'what it said before')
      .catch((error: {code: string}) => error.code)
    expect(fault).to.equal('changed_outside')
    expect(readFileSync(file('codex.settings.json'), 'utf8')).to.equal(SETTINGS)
  })

  it('that their owner protected stay as they are', async () => {
    const {text, etag} = await read('codex')
    chmodSync(file('codex.settings.json'), 0o400)
    const {status, body} = await save('codex', text.replace('gpt-5.4', 'gpt-5.5'), etag)
    expect([status, (body.error as {code: string}).code]).to.deep.equal([409, 'read_only_file'])
    expect(readFileSync(file('codex.settings.json'), 'utf8')).to.equal(SETTINGS)
  })

  const VERDICTS: readonly (readonly [scope: string, text: string, verdict: object])[] = [
    ['codex', '{"env": {}, // fine\n}', {ok: true}],
    ['codex', '{\n  "env": {"A" 1}\n}', {ok: false, line: 2, column: 15, message: 'Colon expected.'}],
    ['codex', '[]', {ok: false, line: 1, column: 1, message: 'The file must hold an object with "env".'}],
    ['codex', '{"env": []}', {ok: false, line: 1, column: 9, message: '"env" must be an object of texts.'}],
    ['codex', '{"env": {\n "A": []}}', {ok: false, line: 2, column: 7, message: 'env.A must be a text.'}],
    [
      'codex',
      '{"env": {"NODE_OPTIONS": "--require /tmp/x.js"}}',
      {
        ok: false,
        line: 1,
        column: 26,
        message: 'NODE_OPTIONS makes programs load code; write it by hand where it is needed.',
      },
    ],
    [
      'codex',
      '{"env": {\n "A_KEY": "one", "ANTHROPIC_BASE_URL": "https://proxy.example/v1"}}',
      {
        ok: true,
        warnings: [
          {
            line: 2,
            column: 40,
            message:
              'ANTHROPIC_BASE_URL does not lead to this machine: programs that read this file besides ccs send prompts and keys there.',
          },
        ],
      },
    ],
    ['codex', '{"env": {"ANTHROPIC_BASE_URL": "http://127.0.0.1:8317/x"}}', {ok: true}],
    ['codex', '{"env": {"ANTHROPIC_BASE_URL": "http://[::1]:8317"}}', {ok: true}],
    [
      'proxy',
      'prot: 8317\n',
      {ok: true, warnings: [{line: 1, column: 7, message: 'Nobody reads prot. Did you mean port?'}]},
    ],
    ['proxy', 'port: 8317\n', {ok: true}],
    [
      'proxy',
      'host: 127.0.0.1\nport: many\n',
      {ok: false, line: 2, column: 7, message: 'port must be a number from 0 to 65535.'},
    ],
    [
      'proxy',
      'routing:\n  strategy: [a]\n',
      {ok: false, line: 2, column: 13, message: 'routing.strategy must be a text.'},
    ],
    [
      'proxy',
      'port: 8317\nrouting: {strategy: zig}\n',
      {
        ok: false,
        line: 2,
        column: 21,
        message: 'routing.strategy must be one of round-robin, fill-first, least-used.',
      },
    ],
    [
      'proxy',
      'port: 8317\nhost: 0.0.0.0\n',
      {
        ok: false,
        line: 2,
        column: 7,
        message:
          'It asks for the address 0.0.0.0 but api-keys is empty. Put a random key of at least 24 characters there, or set host to 127.0.0.1.',
      },
    ],
    ['config', 'cliproxy: 5\n', {ok: false, line: 1, column: 11, message: 'cliproxy must hold keys and values.'}],
    [
      'config',
      'cliproxy:\n  variants: [x]\n',
      {ok: false, line: 2, column: 13, message: 'cliproxy.variants must hold keys and values.'},
    ],
    [
      'config',
      'cliproxy: {variants: {a.b: x}}\n',
      {ok: false, line: 1, column: 28, message: 'cliproxy.variants.a.b must hold keys and values.'},
    ],
    [
      'config',
      'cliproxy: {variants: {a.b: {effort: 3}}}\n',
      {
        ok: false,
        line: 1,
        column: 37,
        message: 'cliproxy.variants.a.b.effort must be one of minimal, low, medium, high, xhigh.',
      },
    ],
    ['config', 'cliproxy: {variants: {a.b: {port: 8318}}, theme: 1}\nother: [1]\n', {ok: true}],
    ['config', '- a\n', {ok: false, line: 1, column: 1, message: 'The file must hold keys and values.'}],
    ['config', '', {ok: true}],
  ]
  for (const [scope, text, verdict] of VERDICTS) {
    it(`of ${scope}: ${JSON.stringify(text)} is ${JSON.stringify(verdict).slice(0, 60)}`, async () => {
      scene().home.write('.ccs/config.yaml', '')
      scene().home.write('.ccs/cliproxy/config.yaml', 'port: 8317\n')
      const {json} = await scene().call('POST', `/api/settings/${scope}/validate`, {text})
      expect(json()).to.deep.equal(verdict)
      const {status} = await save(scope, text, (await read(scope)).etag)
      expect(status).to.equal('message' in verdict ? 422 : 200)
    })
  }

  it('of the proxy are checked with the keys that they hide', async () => {
    const text = `host: 0.0.0.0\napi-keys: [${'k'.repeat(32)}]\nport: 8317\n`
    scene().home.write('.ccs/cliproxy/config.yaml', text)
    const shown = await read('proxy')
    expect(shown.text).to.match(/^host: 0\.0\.0\.0\napi-keys: \[<ccs:kept:[0-9a-f]{8}>\]\nport: 8317\n$/)
    const {json} = await scene().call('POST', '/api/settings/proxy/validate', {text: shown.text})
    expect(json()).to.deep.equal({ok: true})
    expect((await save('proxy', shown.text.replace('8317', '8318'), shown.etag)).status).to.equal(200)
  })

  it('hold on to a loader variable that was there before', async () => {
    scene().home.write('.ccs/codex.settings.json', '{"env": {"NODE_OPTIONS": "--trace-gc", "A": "1"}}')
    const {text, etag} = await read('codex')
    expect((await save('codex', text.replace('"1"', '"2"'), etag)).status).to.equal(200)
  })
})

import {expect} from 'chai'
import {makeMask} from '../src/server/mask.js'
import {type Running, runDashboard} from './dashboard.js'

const CANARIES = [
  'canary-token-1',
  'canary-key-2',
  'eyJhbGciOiJub25lIn0.eyJjIjoiY2FuYXJ5In0.sig',
  'sk-canary-abcdefgh',
  'Bearer canary-3',
  'canary-list-4',
  'canary-list-5',
]

const JSON_TEXT = `{
  "env": {
    "ANTHROPIC_MODEL": "gpt-5.4",
    "ANTHROPIC_AUTH_TOKEN": "canary-token-1",
    "MY_API_KEY": "canary-key-2",
    "OTHER": "${CANARIES[2]}",
    "ANOTHER": "sk-canary-abcdefgh",
    "HEADER": "Bearer canary-3"
  }
}
`

const YAML_TEXT = `# comment stays
port: 8317
api-keys:
  - canary-list-4
  - "canary-list-5" # second
remote-management:
  secret-key: 'canary-key-2'
  allow-remote: false
routing:
  strategy: round-robin
`

describe('dashboard: files', () => {
  it('hides every secret and restores them to the byte', () => {
    const mask = makeMask()
    for (const text of [JSON_TEXT, YAML_TEXT]) {
      const hidden = mask.hide(text)
      for (const canary of CANARIES) expect(hidden).not.to.contain(canary)
      expect(mask.restore(hidden, text)).to.equal(text)
    }
    expect(mask.hide(YAML_TEXT).replace(/<ccs:kept:[0-9a-f]{8}>/g, 'X')).to.equal(
      YAML_TEXT.replace('canary-list-4', 'X').replace('canary-list-5', 'X').replace('canary-key-2', 'X'),
    )
  })

  it('keeps what is beside a secret when the text is edited', () => {
    const mask = makeMask()
    const edited = mask.hide(JSON_TEXT).replace('gpt-5.4', 'gpt-5.5')
    expect(mask.restore(edited, JSON_TEXT)).to.equal(JSON_TEXT.replace('gpt-5.4', 'gpt-5.5'))
  })

  it('refuses a placeholder that stands for nothing', () => {
    expect(() => makeMask().restore('"A_KEY": "<ccs:kept:00000000>"', JSON_TEXT)).to.throw('stands for no value')
  })

  describe('over the API', () => {
    let running: Running
    let session: Readonly<Record<string, string>>
    beforeEach(async () => {
      running = await runDashboard()
      running.host.files_.set('codex', JSON_TEXT)
      session = await running.signIn()
    })
    afterEach(() => running.dashboard.close())

    it('writes over the version that was shown, secrets kept', async () => {
      const shown = await running.ask('GET', '/api/settings/codex', session)
      const text = String(shown.json().text).replace('gpt-5.4', 'gpt-5.5')
      const saved = await running.ask(
        'PUT',
        '/api/settings/codex',
        {...session, 'if-match': String(shown.headers.etag)},
        JSON.stringify({text}),
      )
      expect(saved.status).to.equal(200)
      expect(running.host.files_.get('codex')).to.equal(JSON_TEXT.replace('gpt-5.4', 'gpt-5.5'))
      for (const canary of CANARIES) expect(shown.text + saved.text).not.to.contain(canary)
    })

    it('shows both versions when the file was changed outside, and writes nothing', async () => {
      const shown = await running.ask('GET', '/api/settings/codex', session)
      const outside = JSON_TEXT.replace('gpt-5.4', 'gpt-5.2')
      running.host.files_.set('codex', outside)
      const conflict = await running.ask(
        'PUT',
        '/api/settings/codex',
        {...session, 'if-match': String(shown.headers.etag)},
        JSON.stringify({text: '{}'}),
      )
      expect(conflict.status).to.equal(412)
      expect(conflict.json().current).to.contain('gpt-5.2')
      expect(running.host.files_.get('codex')).to.equal(outside)
    })

    it('wants to know which version is replaced', async () => {
      expect((await running.ask('PUT', '/api/settings/codex', session, '{"text":"{}"}')).status).to.equal(428)
    })

    it('gives the host’s error with its next command', async () => {
      const answer = await running.ask('DELETE', '/api/codex/accounts/a1', session, '{"confirm":"sarah"}')
      expect([answer.status, answer.json()]).to.deep.equal([
        422,
        {error: {code: 'not_confirmed', message: 'Type john to remove this account.'}},
      ])
    })
  })
})

import {expect} from 'chai'
import {gate} from '../../../test/openai/gate.js'
import {makeMask} from '../src/server/mask.js'
import {type Running, runDashboard} from './dashboard.js'

const TEXT = `{
  "env": {
    "ANTHROPIC_MODEL": "gpt-5.4",
    "ONE": "canary-1",
    "SAME": "canary-1", "OTHER": "canary-$&-2"
  }
}
`

describe('dashboard: files', () => {
  const secrets = [...TEXT.matchAll(/canary[^"]*/g)].map(({index, 0: match}) => {
    return {start: index, end: index + match.length}
  })

  it('hides every secret and restores them to the byte', () => {
    const mask = makeMask()
    const hidden = mask.hide({text: TEXT, secrets})
    expect(hidden).not.to.contain('canary')
    expect(hidden.replace(/<ccs:kept:[0-9a-f]{8}>/g, 'X')).to.equal(TEXT.replace(/canary[^"]*/g, 'X'))
    expect(mask.restore(hidden, {text: TEXT, secrets})).to.equal(TEXT)
  })

  it('keeps what is beside a secret when the text is edited', () => {
    const mask = makeMask()
    const edited = mask.hide({text: TEXT, secrets}).replace('gpt-5.4', 'gpt-5.5')
    expect(mask.restore(edited, {text: TEXT, secrets})).to.equal(TEXT.replace('gpt-5.4', 'gpt-5.5'))
  })

  it('lets a number stand in quotes meanwhile, so that the text can be read', () => {
    const mask = makeMask()
    const text = '{"PIN": 12345678, "WORD": "12345678"}'
    const shown = {
      text,
      secrets: [
        {start: 8, end: 16, bare: true},
        {start: 27, end: 35},
      ],
    }
    const hidden = mask.hide(shown)
    expect(hidden.replace(/<ccs:kept:[0-9a-f]{8}>/g, 'X')).to.equal('{"PIN": "X", "WORD": "X"}')
    expect(mask.restore(hidden, shown)).to.equal(text)
  })

  it('tells a place as it is beside placeholders', () => {
    const mask = makeMask()
    const text = 'a: |\n  canary-1\n  canary-2\nb: canary-3 !\nc: 1\n'
    const current = {
      text,
      secrets: [
        {start: 7, end: 26},
        {start: 30, end: 38},
      ],
    }
    const hidden = mask.hide(current)
    const at = (line: number, column: number) => mask.shownPlace({line, column}, hidden, current)
    expect([at(1, 1), at(2, 4), at(3, 1), at(4, 4), at(4, 13), at(5, 1)]).to.deep.equal([
      {line: 1, column: 1},
      {line: 2, column: 3},
      {line: 2, column: 3},
      {line: 3, column: 4},
      {line: 3, column: 24},
      {line: 4, column: 1},
    ])
  })

  it('refuses a placeholder that stands for nothing', () => {
    expect(() => makeMask().restore('<ccs:kept:00000000>', {text: TEXT, secrets})).to.throw('stands for no value')
  })

  describe('over the API', () => {
    let running: Running
    let session: Readonly<Record<string, string>>
    beforeEach(async () => {
      running = await runDashboard()
      running.host.files_.set('codex', TEXT)
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
      expect(running.host.files_.get('codex')).to.equal(TEXT.replace('gpt-5.4', 'gpt-5.5'))
      expect(shown.text + saved.text).not.to.contain('canary')
    })

    it('shows both versions when the file was changed outside, and writes nothing', async () => {
      const shown = await running.ask('GET', '/api/settings/codex', session)
      const outside = TEXT.replace('gpt-5.4', 'gpt-5.2')
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

    it('shows both versions to the later of two who save at once', async () => {
      const shown = await running.ask('GET', '/api/settings/codex', session)
      const read = running.host.readFile
      let looks = 0
      const both = gate()
      running.host.readFile = async (scope) => {
        const file = await read(scope)
        looks += 1
        if (looks === 2) both.open()
        await both.opened
        return file
      }
      const save = (text: string) =>
        running.ask(
          'PUT',
          '/api/settings/codex',
          {...session, 'if-match': String(shown.headers.etag)},
          JSON.stringify({text}),
        )
      const answers = await Promise.all([save('{"by": 1}'), save('{"by": 2}')])
      const [kept, refused] = answers.sort((a, b) => a.status - b.status)
      const {current, etag} = refused?.json() ?? {}
      expect([kept?.status, refused?.status]).to.deep.equal([200, 412])
      expect({current, etag}).to.deep.equal({current: running.host.files_.get('codex'), etag: kept?.headers.etag})
    })

    it('looks at the text that would be written, and says where in the text that it was given', async () => {
      const shown = await running.ask('GET', '/api/settings/codex', session)
      const validate = async (text: string) =>
        (await running.ask('POST', '/api/settings/codex/validate', session, JSON.stringify({text}))).json()
      expect(await validate(String(shown.json().text))).to.deep.equal({ok: true})
      expect(await validate('{\n  "A": "<ccs:kept:00000000>"}')).to.deep.equal({
        ok: false,
        line: 2,
        column: 9,
        message: '<ccs:kept:00000000> stands for no value of this file.',
      })
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

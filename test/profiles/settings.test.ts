import {chmodSync, existsSync, lstatSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {isCcsError} from '../../src/errors/ccs-error.js'
import {editSettings, ensureSettings, readSettings} from '../../src/profiles/settings.js'
import {useHome} from '../home.js'

const provider = {slots: {default: 'gpt-5.4', opus: 'gpt-5.4', sonnet: 'gpt-5.4', haiku: 'gpt-5.4-mini'}}

const FRESH = `{
  "env": {
    "ANTHROPIC_MODEL": "gpt-5.4",
    "ANTHROPIC_DEFAULT_OPUS_MODEL": "gpt-5.4",
    "ANTHROPIC_DEFAULT_SONNET_MODEL": "gpt-5.4",
    "ANTHROPIC_DEFAULT_HAIKU_MODEL": "gpt-5.4-mini"
  }
}
`

describe('settings of a profile', () => {
  const {home, paths} = useHome()
  const file = () => join(home(), 'codex.settings.json')
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => isCcsError(error) && [error.message.replace(file(), 'FILE'), error.exit],
    )

  it('are made with the defaults when missing, once for many starts', async () => {
    const at = paths().settings('codex')
    const all = await Promise.all(Array.from({length: 8}, () => ensureSettings(at, provider)))
    expect(readFileSync(at, 'utf8')).to.equal(FRESH)
    expect(statSync(at).mode & 0o777).to.equal(0o600)
    expect(statSync(paths().root).mode & 0o777).to.equal(0o700)
    for (const one of all) expect(one).to.deep.equal(JSON.parse(FRESH))
  })

  it('start from the chosen model where there is one', async () => {
    const {env} = await ensureSettings(file(), provider, {default: 'gpt-5.4-high-fast', haiku: 'gpt-5.2'})
    expect(env).to.deep.equal({
      ANTHROPIC_MODEL: 'gpt-5.4-high-fast',
      ANTHROPIC_DEFAULT_OPUS_MODEL: 'gpt-5.4-high-fast',
      ANTHROPIC_DEFAULT_SONNET_MODEL: 'gpt-5.4-high-fast',
      ANTHROPIC_DEFAULT_HAIKU_MODEL: 'gpt-5.2',
    })
  })

  it('are read as they are, whatever else stands there', async () => {
    const text = '{"hooks": {"x": []}, "env": {"ANTHROPIC_MODEL": "m", "A": 1, "B": true}, "presets": []}'
    writeFileSync(file(), text)
    expect(await ensureSettings(file(), provider)).to.deep.equal({env: {ANTHROPIC_MODEL: 'm', A: '1', B: 'true'}})
    expect(readFileSync(file(), 'utf8')).to.equal(text)
    writeFileSync(file(), '// mine\n{"env": {"A": "1",},}\n')
    expect(await readSettings(file())).to.deep.equal({env: {A: '1'}})
    writeFileSync(file(), '{}')
    expect(await readSettings(file())).to.deep.equal({env: {}})
    expect(await readSettings(join(home(), 'none.json'))).to.equal(undefined)
  })

  for (const [text, message] of [
    ['{\n  "env": {\n    "A": \n  }\n}', 'FILE is not valid JSON (line 4, column 3): ValueExpected.'],
    ['{"env": {"A": "1"}', 'FILE is not valid JSON (line 1, column 19): CloseBraceExpected.'],
    ['', 'FILE is not valid JSON (line 1, column 1): ValueExpected.'],
    ['[]', 'FILE must hold an object with "env".'],
    ['{"env": []}', 'FILE: "env" must be an object of texts.'],
    ['{"env": {"A": null}}', 'FILE: env.A must be a text.'],
  ] as const)
    it(`are refused and left when they say ${JSON.stringify(text)}`, async () => {
      writeFileSync(file(), text)
      expect(await refusal(ensureSettings(file(), provider))).to.deep.equal([message, 2])
      expect(readFileSync(file(), 'utf8')).to.equal(text)
    })

  it('change by their own keys only, byte for byte', async () => {
    const text = '{\n\t// mine\n\t"hooks": {"x": [ ]},\n\t"env": {\n\t\t"B": "1",\n\t\t"A": "2"\n\t}\n}\n'
    writeFileSync(file(), text)
    expect(await editSettings(file(), {A: '3', C: '4', B: undefined, D: undefined})).to.equal(true)
    expect(readFileSync(file(), 'utf8')).to.equal(
      '{\n\t// mine\n\t"hooks": {"x": [ ]},\n\t"env": {\n\t\t"A": "3",\n\t\t"C": "4"\n\t}\n}\n',
    )
    const before = statSync(file()).ino
    expect(await editSettings(file(), {A: '3', B: undefined})).to.equal(false)
    expect(statSync(file()).ino).to.equal(before)
  })

  it('change through a symlink, in the file behind it', async () => {
    const target = join(home(), 'dotfile.json')
    writeFileSync(target, '{"env": {}}')
    chmodSync(target, 0o640)
    symlinkSync(target, file())
    await editSettings(file(), {A: '1'})
    expect(lstatSync(file()).isSymbolicLink()).to.equal(true)
    expect(JSON.parse(readFileSync(target, 'utf8'))).to.deep.equal({env: {A: '1'}})
    expect(statSync(target).mode & 0o777).to.equal(0o640)
  })

  it('do not change when they are malformed or write-protected', async () => {
    writeFileSync(file(), '{"env": ')
    expect(await refusal(editSettings(file(), {A: '1'}))).to.have.property('1', 2)
    expect(readFileSync(file(), 'utf8')).to.equal('{"env": ')
    writeFileSync(file(), '{"env": {}}')
    chmodSync(file(), 0o400)
    expect(await refusal(editSettings(file(), {A: '1'}))).to.deep.equal([
      'FILE is write-protected. Nothing was changed.',
      2,
    ])
    expect(readFileSync(file(), 'utf8')).to.equal('{"env": {}}')
    expect(existsSync(`${file()}.lock`)).to.equal(false)
  })
})

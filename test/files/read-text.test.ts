import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {isCcsError} from '../../src/errors/ccs-error.js'
import {parseJson, readLeniently, readText} from '../../src/files/read-json.js'
import {useHome} from '../home.js'

const KEPT = 'The file was left as it is. Mend it, or move it away.'

function refusalOf(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return (error as Error).message
  }
}

describe('reading text', () => {
  const {home} = useHome()
  const file = () => join(home(), 'config.toml')
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => isCcsError(error) && [error.message, error.code, error.exit, error.hint],
    )

  it('gives every character as it is, the byte order mark and one that stands for bad bytes included', async () => {
    const text = '\uFEFFa = "é \uFFFD 😀"\r\n\u0000'
    writeFileSync(file(), text)
    expect(await readText(file())).to.equal(text)
  })

  for (const [name, bytes, place] of [
    ['Latin-1', Buffer.from('[tui]\nnote = "ok"\n# \xe9\xe8\n', 'latin1'), 'line 3, column 3'],
    ['half a character at the end', Buffer.from('é = 😀').subarray(0, -1), 'line 1, column 5'],
    ['a bad byte behind a U+FFFD', Buffer.concat([Buffer.from('a\n\uFFFD'), Buffer.from([0xff])]), 'line 2, column 2'],
    ['half a surrogate pair', Buffer.from([0x61, 0xed, 0xa0, 0x80]), 'line 1, column 2'],
    ['UTF-16', Buffer.from('\uFEFFa = 1\n', 'utf16le'), 'line 1, column 1'],
  ] as const)
    it(`names the place of what is no UTF-8: ${name}`, async () => {
      writeFileSync(file(), bytes)
      expect(await refusal(readText(file()))).to.deep.equal([
        `${file()} is not valid UTF-8 (${place}).`,
        'invalid_file',
        2,
        KEPT,
      ])
      expect(await readLeniently(file())).to.equal(bytes.toString('utf8'))
    })

  it('passes over a byte order mark before JSON, and names the place of the first fault', () => {
    expect(parseJson('\uFEFF{"a": 1}', 'x.json')).to.deep.equal({a: 1})
    const places = ['{\n  "a": ,"x",\n  "b": 1\n}', '\uFEFF{"a":', '{} // mine', '']
    expect(places.map((text) => refusalOf(() => parseJson(text, 'x.json')))).to.deep.equal(
      ['line 2, column 8', 'line 1, column 6', 'line 1, column 4', 'line 1, column 1'].map(
        (place) => `x.json is not valid JSON (${place}).`,
      ),
    )
  })

  it('names a folder that stands where a file belongs; nothing there is nothing', async () => {
    expect(await readText(file())).to.equal(undefined)
    mkdirSync(file())
    expect(await refusal(readText(file()))).to.deep.equal([
      `${file()} cannot be read: it is a folder.`,
      'unreadable_file',
      2,
      undefined,
    ])
    expect(await readText(join(home(), 'none', 'config.toml'))).to.equal(undefined)
  })
})

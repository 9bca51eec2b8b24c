import {expect} from 'chai'
import fc from 'fast-check'
import {writeObject} from '../../src/protocols/json-members.js'

const LONG = 'x'.repeat(300)

/** What an object that was read from `json` is written as, with some of its members changed. */
function written(json: string | Buffer, change: Record<string, unknown> = {}): string {
  const source = Buffer.from(json)
  const value = JSON.parse(source.toString())
  return Buffer.from(writeObject({...value, ...change}, {value, source})).toString()
}

describe('json members', () => {
  it('hand on a long member byte for byte, and write the others', () => {
    const items = `[ 1.0, 1e2 ,"\\u00e9 é 🙂 \\"}],:", {"a":[{}], "b" : "\\\\"},"${LONG}" ]`
    expect(written(`{ "model" : "a", "input":${items} ,"n":1.50}`, {model: 'b'})).to.equal(
      `{"model":"b","input":${items} ,"n":1.5}`,
    )
  })

  it('write a member that has changed, however long it was', () => {
    expect(written(`{"input":["${LONG}"],"n":1}`, {input: ['short']})).to.equal('{"input":["short"],"n":1}')
  })

  it('say the same as what was read, whatever that is', () => {
    const any = fc.dictionary(fc.string({unit: 'binary'}), fc.anything({withNullPrototype: false}).map(asJson))
    const many = fc.array(fc.string({unit: 'grapheme'}), {minLength: 60, maxLength: 80})
    const space = fc.constantFrom('', '  ', '\t')
    fc.assert(
      fc.property(any, many, space, (some, long, indent) => {
        const value = {...some, long, nested: {long, 'a"b': [some]}}
        const told = written(JSON.stringify(value, null, indent), {model: 'é'})
        expect(JSON.parse(told)).to.deep.equal(JSON.parse(JSON.stringify({...value, model: 'é'})))
      }),
      {seed: 20_261_130},
    )
  })

  it('trust no name that is not plainly written, and the last of two', () => {
    const one = JSON.stringify(['one', LONG])
    const other = JSON.stringify(['other', LONG])
    const same = (json: string | Buffer) => JSON.stringify(JSON.parse(json.toString()))
    for (const json of [
      `{"input":${one},"in\\u0070ut":${other}}`,
      `{"in\\u0070ut":${one},"input":${other}}`,
      `{"input":${one},"input":${other}}`,
      `{"é":${one},"Ã©":${other}}`,
    ])
      expect(written(json), json).to.equal(same(json))
  })

  it('repair what is not UTF-8', () => {
    const broken = Buffer.concat([Buffer.from('{"input":"'), Buffer.from([0xff]), Buffer.from(`${LONG}"}`)])
    expect(written(broken)).to.equal(`{"input":"\ufffd${LONG}"}`)
  })

  it('are written anew where nobody knows the bytes', () => {
    expect(Buffer.from(writeObject({a: LONG}, {value: {a: LONG}})).toString()).to.equal(`{"a":"${LONG}"}`)
    expect(Buffer.from(writeObject({}, {value: {}})).toString()).to.equal('{}')
  })
})

function asJson(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value) ?? 'null')
  } catch {
    return null
  }
}

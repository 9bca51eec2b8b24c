import {expect} from 'chai'
import fc from 'fast-check'
import {sse, sseMessage} from '../../src/protocols/sse.js'
import {run} from '../../src/protocols/transducer.js'
import {collect, cutAt} from './recorded.js'

describe('sse', () => {
  it('gives the data of each message', async () => {
    const body = ':hello\nevent: a\ndata: one\n\ndata:two\r\ndata: three\r\n\r\nid: 1\n\ndata: 🙂\n\ndata: last'
    expect(await split(body, [])).to.deep.equal(['one', 'two\nthree', '🙂', 'last'])
  })

  it('reads back what was written, however it is cut', async () => {
    const line = fc.string({unit: 'binary'}).map((text) => JSON.stringify(text))
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.array(fc.nat(400)), async (lines, cuts) => {
        const body = lines.map((data) => sseMessage('x', data)).join('')
        expect(await split(body, cuts)).to.deep.equal(lines)
      }),
    )
  })

  it('passes over a mark of the byte order, wherever it is cut, and only the first', async () => {
    const body = Buffer.from('\ufeffdata: one\n\ndata: \ufefftwo\n\n')
    for (const cuts of [[], [1], [2], [1, 2, 3]])
      expect(await split(body, cuts), String(cuts)).to.deep.equal(['one', '\ufefftwo'])
  })

  it('ends a line at a return, a line feed or both, wherever it is cut', async () => {
    const body = ['one', 'two'].flatMap((data) => ['event: x', `data: ${data}`, `data: more`, '', ''])
    for (const end of ['\n', '\r\n', '\r', '\r\n\r', '\n\r'])
      for (let cut = 0; cut <= 4; cut++) {
        const text = body.join(end)
        const cuts = Array.from({length: Math.floor(text.length / 3)}, (_, index) => index * 3 + cut)
        const expected = end.length < 2 || end === '\r\n' ? ['one\nmore', 'two\nmore'] : ['one', 'more', 'two', 'more']
        expect(await split(text, cuts), JSON.stringify(text)).to.deep.equal(expected)
      }
  })

  it('repairs what is not UTF-8', async () => {
    const body = Buffer.concat([
      Buffer.from('data: a'),
      Buffer.from([0xff]),
      Buffer.from('b\n\ndata: '),
      Buffer.from([0xe6]),
    ])
    expect(await split(body, [])).to.deep.equal(['a\ufffdb', '\ufffd'])
  })

  it('reads a line of 5 MB in small chunks', async () => {
    const data = 'é'.repeat(2_500_000)
    const body = Buffer.from(`data: ${data}\n\n`)
    const places = Array.from({length: Math.floor(body.length / 100)}, (_, index) => index * 100)
    const [message] = await split(body, places)
    expect(message === data).to.equal(true)
  })
})

async function split(body: string | Uint8Array, cuts: readonly number[]): Promise<readonly string[]> {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  return collect(run(sse, singly(cutAt(bytes, cuts))))
}

async function* singly<T>(source: AsyncIterable<T>): AsyncGenerator<readonly T[]> {
  for await (const one of source) yield [one]
}

import {expect} from 'chai'
import {sse, sseMessage} from '../../src/protocols/sse.js'
import {followPlace} from '../../src/protocols/sse-place.js'

const MESSAGES = [
  'event: a\ndata: one\n\n',
  ': comment\n\n',
  'data: two\r\ndata: three\r\n\r\n',
  'data: four\n\r\n',
  'data: five\r\r',
]
const BODY = MESSAGES.join('')
/** Bytes after which a message is over. */
const SEAMS = new Set(MESSAGES.map((_, index) => MESSAGES.slice(0, index + 1).join('').length))

describe('sse: the place', () => {
  for (const size of [1, 2, 3, 5, BODY.length])
    it(`is between two messages after a blank line only, in pieces of ${size}`, () => {
      for (let length = 0; length <= BODY.length; length++)
        expect(placeAfter(BODY.slice(0, length), size).isBetween(), JSON.stringify(BODY.slice(0, length))).to.equal(
          length === 0 || SEAMS.has(length),
        )
    })

  it('keeps a message that cannot wait one of its own', () => {
    for (let length = 0; length <= BODY.length; length++) {
      const before = BODY.slice(0, length)
      const after = `${before}${placeAfter(before, 1).closing()}${sseMessage('own', '"own"')}`
      const [, messages] = sse.step(sse.initial(), Buffer.from(after))
      expect(messages.at(-1), JSON.stringify(after)).to.equal('"own"')
      expect(after, JSON.stringify(after)).to.match(/(^|\n\r?\n|\r\r)event: own\ndata: "own"\n\n$/)
    }
  })

  it('adds nothing where a message fits in, and ends a line that is not over', () => {
    const closings = ['', 'data: x\n\n', 'data: x\r\n', 'data: x', 'event: x\n'].map((text) =>
      placeAfter(text, 1).closing(),
    )
    expect(closings).to.deep.equal(['', '', '\n', '\n\n', '\n'])
  })

  it('remembers how the body began and what came last', () => {
    const long = `${'a'.repeat(4000)}${'b'.repeat(4000)}`
    expect([placeAfter('', 1).head(), placeAfter('', 1).tail()]).to.deep.equal(['', ''])
    expect([placeAfter(long, 1).head(), placeAfter(long, 1).tail()]).to.deep.equal([long.slice(0, 4096), 'bbbb'])
    expect([placeAfter(long, 8000).head(), placeAfter(long, 8000).tail()]).to.deep.equal([long.slice(0, 4096), long])
  })
})

function placeAfter(text: string, size: number) {
  const place = followPlace()
  for (let from = 0; from < text.length; from += size) {
    place.take(Buffer.from(text.slice(from, from + size)))
    place.take(Buffer.alloc(0))
  }
  return place
}

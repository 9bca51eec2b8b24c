import {expect} from 'chai'
import {faultOf, isTurnError} from '../../../src/errors/turn-error.js'
import {foldResponse} from '../../../src/protocols/openai-responses/fold-response.js'
import {cutAt, plain, recorded} from '../recorded.js'

const NOW = () => 1_764_000_000_000

describe('openai-responses: fold-response', () => {
  for (const {name, stream, file} of recorded('openai-responses')) {
    it(`makes one object of ${name}, however it is cut`, async () => {
      expect(await folded(cutAt(stream, []))).to.deep.equal(file('folded.json'))
      expect(await folded(cutAt(stream, [...stream.keys()]))).to.deep.equal(file('folded.json'))
    })

    it(`makes no object of half of ${name}`, async () => {
      for (let kept = 0; kept < stream.length; kept += 11) {
        const how = await folded(cutAt(stream.subarray(0, kept), []))
        if (!('fault' in how)) expect(how).to.deep.equal(file('folded.json'))
      }
    })
  }

  it('fails as a cut stream when the body breaks', async () => {
    expect(await folded(broken())).to.deep.equal({
      fault: {
        blame: 'upstream',
        kind: 'cut-stream',
        message: "The upstream's answer was cut off (socket hang up).",
      },
    })
  })
})

async function folded(body: AsyncIterable<Uint8Array>): Promise<object> {
  try {
    return await foldResponse(body, NOW)
  } catch (error) {
    if (!isTurnError(error)) throw error
    return plain({fault: faultOf(error)}) as object
  }
}

async function* broken(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('data: {"type":"response.created","response":{"id":"r"}}\n\n')
  throw new Error('socket hang up')
}

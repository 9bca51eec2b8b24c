import {expect} from 'chai'
import fc from 'fast-check'
import type {Protocols} from '../../src/contract/index.js'
import {protocols} from '../../src/protocols/index.js'
import {collect, cutAt, grammarFaults, recorded} from './recorded.js'

const NOW = () => 1_764_000_000_000
const NAMES = new Map([['short', 'mcp__a.very.long.name']])
const DIALECTS: Readonly<Record<string, keyof Protocols>> = {
  'openai-chat-upstream': 'openai-chat',
  'anthropic-upstream': 'anthropic-messages',
}

for (const [folder, dialect] of Object.entries(DIALECTS)) {
  const read = (body: AsyncIterable<Uint8Array>) => collect(protocols[dialect].readEvents(body, NAMES, NOW))

  describe(`${folder}: read-events`, () => {
    for (const {name, stream, events} of recorded(folder)) {
      describe(name, () => {
        it('means these events', async () => {
          expect(await read(cutAt(stream, []))).to.deep.equal(events)
          expect(grammarFaults(events)).to.deep.equal([])
        })

        it('means the same however it is cut', async () => {
          expect(await read(cutAt(stream, [...stream.keys()]))).to.deep.equal(events)
          const places = fc.array(fc.nat(stream.length), {maxLength: 12})
          await fc.assert(
            fc.asyncProperty(places, async (cuts) => {
              expect(await read(cutAt(stream, cuts))).to.deep.equal(events)
            }),
            {numRuns: 30},
          )
        })

        it('ends in an error wherever it is cut off', async () => {
          const whole = events.filter(({type}) => type !== 'turn-end')
          for (let kept = 0; kept < stream.length; kept += 5) {
            const got = await read(cutAt(stream.subarray(0, kept), []))
            expect(grammarFaults(got), `after ${kept} bytes`).to.deep.equal([])
            // Usage may be lost with the last bytes; nothing that was said may.
            if (got.at(-1)?.type === 'turn-end') expect(got.slice(0, -1)).to.deep.equal(whole)
          }
        })
      })
    }

    it('calls no answer at all a cut stream', async () => {
      const message = "The upstream's answer was cut off."
      expect(await read(cutAt(Buffer.from(''), []))).to.deep.equal([
        {type: 'turn-error', fault: {blame: 'upstream', kind: 'cut-stream', message}},
      ])
    })

    it('turns a body that throws into the end of the turn', async () => {
      expect((await read(broken())).at(-1)).to.deep.equal({
        type: 'turn-error',
        fault: {
          blame: 'upstream',
          kind: 'cut-stream',
          message: "The upstream's answer was cut off (socket hang up).",
        },
      })
    })
  })
}

async function* broken(): AsyncGenerator<Uint8Array> {
  yield Buffer.from(': hello\n\n')
  throw new Error('socket hang up')
}

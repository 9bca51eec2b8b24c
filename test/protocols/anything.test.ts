import {expect} from 'chai'
import fc from 'fast-check'
import {isTurnError} from '../../src/errors/turn-error.js'
import type {ClientProtocol} from '../../src/protocols/client-protocol.js'
import {type DroppedTable, reasonFor} from '../../src/protocols/dropped.js'
import {protocols} from '../../src/protocols/index.js'
import {DROPPED as CHAT} from '../../src/protocols/openai-chat/dropped.js'
import {openaiChat} from '../../src/protocols/openai-chat/index.js'
import {DROPPED as RESPONSES} from '../../src/protocols/openai-responses/client/dropped.js'
import {responsesClient} from '../../src/protocols/openai-responses/client/index.js'
import {DROPPED as RELAYED} from '../../src/protocols/openai-responses/relay/dropped.js'
import {writeBody} from '../../src/protocols/openai-responses/relay/write-body.js'
import {chatBody, responsesBody, STREAMS} from './generate-json.js'
import {collect, grammarFaults} from './recorded.js'

const SEED = 20_261_125
const RUNS = {seed: SEED, numRuns: 150}
const READERS: readonly (readonly [ClientProtocol, fc.Arbitrary<unknown>, DroppedTable])[] = [
  [responsesClient, responsesBody, RESPONSES],
  [openaiChat, chatBody, CHAT],
]

describe('anything that is JSON', function () {
  this.timeout(30_000)

  for (const [client, bodies, table] of READERS) {
    it(`is read or refused: ${client.id}`, () => {
      fc.assert(
        fc.property(bodies, (body) => {
          const {turn, dropped} = orRefusal(() => client.readRequest(body, {})) ?? {}
          expect(dropped?.filter((name) => reasonFor(table, name) === undefined) ?? []).to.deep.equal([])
          if (turn === undefined) return
          for (const upstream of Object.values(protocols)) upstream.writeRequest(turn, {fingerprint: 'f'})
        }),
        RUNS,
      )
    })
  }

  it('is relayed or refused, without what the backend refuses', () => {
    const model = {asked: 'm', id: 'm'}
    fc.assert(
      fc.property(responsesBody, fc.constantFrom('' as const, '/compact' as const), (body, path) => {
        const request = {path, body, headers: {}, session: {id: 's'}, model, foreign: new Set<string>()} as const
        const {dropped} = orRefusal(() => writeBody(request)) ?? {}
        expect(dropped?.filter((name) => reasonFor(RELAYED, name) === undefined) ?? []).to.deep.equal([])
      }),
      RUNS,
    )
  })

  for (const [dialect, {said, last}] of Object.entries(STREAMS) as readonly [
    keyof typeof STREAMS,
    (typeof STREAMS)[keyof typeof STREAMS],
  ][]) {
    it(`is an answer that keeps the grammar: ${dialect}`, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(said, {minLength: 4, maxLength: 14, size: 'max'}),
          fc.boolean(),
          async (messages, isWhole) => {
            const all = [...messages.map((one) => JSON.stringify(one)), ...(isWhole ? [last] : [])]
            const body = Buffer.from(all.map((one) => `data: ${one}\n\n`).join(''))
            const got = await collect(protocols[dialect].readEvents(once(body), new Map()))
            expect(grammarFaults(got)).to.deep.equal([])
          },
        ),
        RUNS,
      )
    })
  }
})

function orRefusal<T>(act: () => T): T | undefined {
  try {
    return act()
  } catch (error) {
    if (isTurnError(error)) return undefined
    throw error
  }
}

async function* once(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk
}

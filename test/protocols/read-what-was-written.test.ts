import {expect} from 'chai'
import type {TurnEvent, UpstreamProtocol} from '../../src/contract/index.js'
import {anthropicMessages} from '../../src/protocols/anthropic-messages/index.js'
import type {AnswerContext, ClientProtocol} from '../../src/protocols/client-protocol.js'
import {protocols} from '../../src/protocols/index.js'
import {openaiChat} from '../../src/protocols/openai-chat/index.js'
import {responsesClient} from '../../src/protocols/openai-responses/client/index.js'
import {readReplay} from '../../src/protocols/replay.js'
import {object} from '../openai/json.js'
import {recordedAnswers} from './conversations.js'
import {collect, cutAt, recorded} from './recorded.js'
import {folded} from './round-trip.js'
import {streamed, whole} from './stream-answer.js'

const PAIRS: readonly (readonly [ClientProtocol, UpstreamProtocol])[] = [
  [anthropicMessages, protocols['anthropic-messages']],
  [openaiChat, protocols['openai-chat']],
  [responsesClient, protocols['openai-responses']],
]
const TURNS = [
  ...['openai-responses', 'openai-chat-upstream', 'anthropic-upstream'].flatMap(recorded),
  ...['anthropic-messages', 'openai-chat', 'openai-responses-client'].flatMap(recordedAnswers),
]
const CONTEXT: AnswerContext = {model: 'm', estimatedInput: 1, fingerprint: 'fp1', stopSequences: []}

for (const [client, upstream] of PAIRS) {
  describe(`${client.id}: what our writer wrote, our reader reads`, () => {
    for (const [at, {name, events}] of TURNS.entries()) {
      it(`${name} (${at})`, async () => {
        const read = await collect(
          upstream.readEvents(cutAt(Buffer.from(streamed(client, events, CONTEXT)), []), new Map()),
        )
        expect(settled(client, read)).to.deep.equal(settled(client, events))
      })
    }
  })
}

/** The answer that a client would be given for these events; of a failure that there is one. */
function settled(client: ClientProtocol, events: readonly TurnEvent[]): unknown {
  if ('fault' in folded(events)) return 'a failure'
  return unsealed(whole(client, events, CONTEXT))
}

/** Without what differs by nature: our mark on a seal, made twice, and counts that a dialect has no place for. */
function unsealed(message: unknown): unknown {
  const text = JSON.stringify(message, (key, value) => {
    if (key === 'signature' || key === 'encrypted_content') return innermost(value)
    return UNTOLD.has(key) ? undefined : value
  })
  return JSON.parse(text)
}

const UNTOLD = new Set(['service_tier', 'created', 'created_at'])

function innermost(seal: unknown): unknown {
  if (typeof seal !== 'string') return seal
  const {sealed} = readReplay(seal) ?? {}
  if (sealed !== undefined && sealed !== seal) return innermost(sealed)
  const {signature} = seal.startsWith('{') ? object(JSON.parse(seal)) : {}
  return signature === undefined ? seal : innermost(signature)
}

import {randomBytes} from 'node:crypto'
import type {Json} from './json.js'
import {event, type Part, type Telling} from './parts.js'
import type {Asked, Reply, Step} from './reply.js'

/** A whole answer of these parts: it begins, tells them and is completed. */
export function turn(...parts: readonly Part[]): Reply {
  return (asked) => ({status: 200, steps: tell(asked, parts)})
}

/** The backend's stream leaves the items out of its last event. */
function* tell(asked: Asked, parts: readonly Part[]): Iterable<Step> {
  const telling: Telling = {
    asked,
    output: [],
    nextIndex: 0,
    outputTokens: 0,
    reasoningTokens: 0,
    isOver: false,
    ending: {type: 'response.completed', fields: {}},
  }
  const response = {
    id: `resp_${randomBytes(12).toString('hex')}`,
    object: 'response',
    created_at: Math.floor(Date.now() / 1000),
    model: asked.body.model,
    output: [],
  }
  yield event('response.created', {response: {...response, status: 'in_progress'}})
  yield event('response.in_progress', {response: {...response, status: 'in_progress'}})
  for (const part of parts) {
    yield* part(telling)
    if (telling.isOver) return
  }
  yield event(telling.ending.type, {
    response: {
      ...response,
      status: 'completed',
      usage: usageOf(telling),
      service_tier: 'default',
      ...telling.ending.fields,
    },
  })
}

function usageOf({asked, outputTokens, reasoningTokens}: Telling): Json {
  const {input, cached} = asked.tokens
  return {
    input_tokens: input,
    input_tokens_details: {cached_tokens: cached},
    output_tokens: outputTokens,
    output_tokens_details: {reasoning_tokens: reasoningTokens},
    total_tokens: input + outputTokens,
  }
}

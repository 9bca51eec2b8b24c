import {turnError} from '../../errors/turn-error.js'
import {type Json, list, object, text} from '../json.js'

const SAID_BY_MODEL = /_call$|^(reasoning|compaction|compaction_summary)$/

/**
 * A request that leans on a stored answer can only be served when it brings the conversation with it. Else a `TurnError`
 * of kind `missing-history` is thrown, on whose code clients send everything.
 */
export function requireHistory(body: Json): void {
  if (body.previous_response_id === undefined || body.previous_response_id === null) return
  const isWhole = list(body.input)
    .map(object)
    .some(({type, role}) => role === 'assistant' || SAID_BY_MODEL.test(text(type) ?? ''))
  if (isWhole) return
  const message = 'previous_response_id: no answers are stored here; send the whole conversation as input'
  throw turnError({blame: 'request', kind: 'missing-history', message, status: 400, param: 'previous_response_id'})
}

import {createHash} from 'node:crypto'
import type {Session, Tier} from '../../../contract/index.js'
import {turnError} from '../../../errors/turn-error.js'
import type {EffortWish} from '../../client-protocol.js'
import type {Note} from '../../dropped.js'
import {type Json, list, object, text} from '../../json.js'
import {readLevel} from '../../read-level.js'
import {readTierWord} from '../../read-tier-word.js'

type Headers = Readonly<Record<string, string | undefined>>

/** What is known of a request without reading its conversation: all that a relay needs. */
export interface RequestHead {
  readonly model: string
  readonly stream: boolean
  readonly wish: EffortWish
  readonly tier?: Tier
  readonly session: Session
}

/** Throws a `TurnError` of blame `request` for a body that names no model. */
export function readHead(body: unknown, headers: Headers, note: Note = () => undefined): RequestHead {
  const request = object(body)
  const model = text(request.model)
  if (model === undefined || model === '')
    throw turnError({blame: 'request', kind: 'invalid-request', message: 'model: a model is required', status: 400})
  const level = readLevel(object(request.reasoning).effort, note)
  const tier = readTierWord(request.service_tier, () => note('key service_tier'))
  return {
    model,
    stream: request.stream === true,
    wish: level === undefined ? {} : {level},
    ...(tier === undefined ? {} : {tier}),
    session: readSession(request, headers),
  }
}

/** Codex gives all threads of a session its id, and each thread one of its own; other clients name a cache key. */
function readSession(request: Json, headers: Headers): Session {
  const told = object(request.client_metadata)
  const id =
    headers['session-id'] ||
    headers.session_id ||
    text(told.session_id) ||
    text(request.prompt_cache_key) ||
    derive(request)
  const thread = headers['thread-id'] || text(told.thread_id)
  return thread === undefined || thread === id ? {id} : {id, agent: thread}
}

/** A conversation without a name is known by how it begins. */
function derive(request: Json): string {
  const first = Array.isArray(request.input)
    ? list(request.input)
        .map(object)
        .find(({role}) => role === 'user')?.content
    : request.input
  return createHash('sha256')
    .update(JSON.stringify([request.instructions ?? null, first ?? null]))
    .digest('hex')
    .slice(0, 32)
}

import type {RelayProtocol, RelayRequest} from '../../../contract/index.js'
import {type Note, noteInto} from '../../dropped.js'
import {type Json, list, object, text, unlessSame} from '../../json.js'
import {writeObject} from '../../json-members.js'
import {requireHistory} from '../require-history.js'
import {cacheKey} from '../write-request.js'
import {writeItems} from './write-items.js'

/** Gives what is sent for a key; `undefined` leaves it out. A client's `null` says nothing and arrives as `undefined`. */
type WriteKey = (value: unknown, request: RelayRequest, note: Note) => unknown

const keep: WriteKey = (value) => value
const keepBoolean: WriteKey = (value) => (typeof value === 'boolean' ? value : undefined)

/** The only keys that go upstream: the backend answers 400 to a key it does not know. */
const KEYS: Readonly<Record<string, WriteKey>> = {
  model: (_value, {model}) => model.id,
  instructions: (value) => text(value) ?? '',
  input: (value, {foreign}, note) => writeItems(value, foreign, note),
  tools: (value) => (Array.isArray(value) ? unlessSame(value, value.map(renameSearch)) : undefined),
  tool_choice: (value) => (typeof value === 'object' ? renameSearch(value) : value),
  parallel_tool_calls: keepBoolean,
  reasoning: writeReasoning,
  store: writeStore,
  stream: () => true,
  include: writeInclude,
  prompt_cache_key: writeCacheKey,
  text: keep,
  client_metadata: keep,
  service_tier: writeTier,
  stream_options: writeStreamOptions,
  access_programs: keep,
}

const WRITERS = Object.entries(KEYS)

/** A compaction is answered whole, and refuses these. */
const NOT_IN_COMPACT = new Set(['store', 'stream', 'include', 'service_tier', 'stream_options'])

export const writeBody: RelayProtocol['writeBody'] = (request) => {
  const dropped = new Set<string>()
  const note = noteInto(dropped)
  const {body, source, path} = request
  requireHistory(body)
  const written: Record<string, unknown> = {}
  for (const [key, write] of WRITERS) {
    if (path === '/compact' && NOT_IN_COMPACT.has(key)) continue
    const value = write(body[key] ?? undefined, request, note)
    if (value !== undefined) written[key] = value
  }
  for (const key of Object.keys(body)) if (!Object.hasOwn(KEYS, key) && body[key] !== null) note(`key ${key}`)
  return {body: written, json: writeObject(written, {value: body, source}), dropped: [...dropped]}
}

/** Names of one tool over the years; the backend knows the last. */
const SEARCHES = /^web_search_(preview|\d{4})/

function renameSearch(tool: unknown): unknown {
  const {type} = object(tool)
  return typeof type === 'string' && SEARCHES.test(type) ? {...object(tool), type: 'web_search'} : tool
}

/** The effort was resolved before: without one the model's own default holds, whatever word the client used. */
function writeReasoning(value: unknown, {model}: RelayRequest, note: Note): unknown {
  const {effort: _asked, ...asked} = object(value)
  const known = pick(asked, ['summary', 'context'], (key) => note(`reasoning key ${key}`))
  const reasoning = {...(model.effort === undefined ? {} : {effort: model.effort}), ...known}
  return Object.keys(reasoning).length === 0 ? undefined : reasoning
}

function writeStore(value: unknown, _request: RelayRequest, note: Note): boolean {
  if (value === true) note('key store')
  return false
}

const SEALED = 'reasoning.encrypted_content'
const INCLUDES: ReadonlySet<unknown> = new Set([SEALED, 'web_search_call.action.sources'])

function writeInclude(value: unknown, _request: RelayRequest, note: Note): readonly unknown[] {
  for (const one of list(value)) if (!INCLUDES.has(one)) note(`include ${text(one) ?? typeof one}`)
  const known = list(value).filter((one) => INCLUDES.has(one))
  return known.includes(SEALED) ? known : [SEALED, ...known]
}

/** Characters. */
const LONGEST_CACHE_KEY = 64

function writeCacheKey(value: unknown, {path, session}: RelayRequest): string | undefined {
  const own = text(value)
  if (own !== undefined && own !== '' && own.length <= LONGEST_CACHE_KEY) return own
  return path === '' ? cacheKey(session.id) : undefined
}

/** Words that were resolved before, or that mean the usual speed. */
const TIERS: ReadonlySet<unknown> = new Set([undefined, 'fast', 'priority', 'auto', 'default'])

function writeTier(value: unknown, {model}: RelayRequest, note: Note): string | undefined {
  if (!TIERS.has(value)) note(`service_tier ${text(value) ?? typeof value}`)
  return model.tier === 'fast' ? 'priority' : undefined
}

function writeStreamOptions(value: unknown, _request: RelayRequest, note: Note): unknown {
  const known = ['include_obfuscation', 'reasoning_summary_delivery']
  const options = pick(object(value), known, (key) => note(`stream_options key ${key}`))
  return Object.keys(options).length === 0 ? undefined : options
}

function pick(source: Json, known: readonly string[], drop: (key: string) => void): Json {
  for (const key of Object.keys(source)) if (!known.includes(key)) drop(key)
  return Object.fromEntries(Object.entries(source).filter(([key]) => known.includes(key)))
}

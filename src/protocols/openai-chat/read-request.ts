import {createHash} from 'node:crypto'
import type {Session, Turn} from '../../contract/index.js'
import {turnError} from '../../errors/turn-error.js'
import type {ReadRequest} from '../client-protocol.js'
import {type Note, noteInto} from '../dropped.js'
import {type Json, list, number, object, text} from '../json.js'
import {NOTHING_LEFT} from '../nothing-left.js'
import {readFormat} from '../openai/read-format.js'
import {readOffer} from '../openai/read-offer.js'
import {readVerbosity} from '../openai/read-verbosity.js'
import {readLevel} from '../read-level.js'
import {readTierWord} from '../read-tier-word.js'
import {readMessages} from './read-messages.js'
import {readToolChoice, readTools} from './read-tools.js'

type Headers = Readonly<Record<string, string | undefined>>

export function readRequest(body: unknown, headers: Headers): ReadRequest {
  const request = object(body)
  const model = text(request.model)
  if (model === undefined || model === '') throw refuse('model: a model is required')
  if (!Array.isArray(request.messages)) throw refuse('messages: a list of messages is required')
  const dropped = new Set<string>()
  const note = noteInto(dropped)
  const read = readMessages(request.messages, note)
  if (read.length === 0 && dropped.size === 0) throw refuse('messages: at least one message with content is required')
  noteKeys(request, note)
  const {tools, calls} = readTools(request, note)
  const level = readLevel(request.reasoning_effort ?? object(request.reasoning).effort, note)
  const tier = readTierWord(request.service_tier, () => note('key service_tier'))
  const turn: Turn = {
    protocol: 'openai-chat',
    model: {asked: model, id: model},
    items: read.length === 0 ? NOTHING_LEFT : read,
    ...readOffer(tools, request.tool_choice, (choice) => readToolChoice(choice, note)),
    parallelToolCalls: request.parallel_tool_calls !== false,
    showReasoning: level !== undefined && level !== 'none',
    ...readFormat(request.response_format, note),
    ...verbosityOf(request, note),
    stopSequences: [request.stop].flat().filter((one): one is string => typeof one === 'string' && one !== ''),
    session: readSession(request, headers),
    ...limitOf(request),
  }
  return {
    turn,
    stream: request.stream === true,
    wish: level === undefined ? {} : {level},
    ...(tier === undefined ? {} : {tier}),
    ...(Object.keys(calls).length === 0 ? {} : {calls}),
    dropped: [...dropped],
  }
}

/** Some clients write it as the other dialect does. */
function verbosityOf(request: Json, note: Note): Pick<Turn, 'verbosity'> {
  const {verbosity, ...rest} = object(request.text)
  for (const key of Object.keys(rest)) note(`text key ${key}`)
  return readVerbosity(request.verbosity ?? verbosity, note)
}

function limitOf(request: Json): Pick<Turn, 'maximumOutputTokens'> {
  const limit = number(request.max_completion_tokens) ?? number(request.max_tokens)
  return limit === undefined ? {} : {maximumOutputTokens: limit}
}

/** The dialect names no session: headers and keys that some clients use, else how the conversation begins. */
function readSession(request: Json, headers: Headers): Session {
  const named =
    headers['x-session-id'] || headers['session-id'] || headers['x-session-affinity'] || text(request.prompt_cache_key)
  if (named) return {id: named}
  const messages = list(request.messages).map(object)
  const first = messages.find(({role}) => role === 'user')?.content
  const beginning = JSON.stringify([messages[0]?.content ?? null, first ?? null])
  return {id: createHash('sha256').update(beginning).digest('hex').slice(0, 32)}
}

/** Keys that are read, or that mean nothing by design. */
const READ = new Set([
  'model',
  'messages',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'stream',
  'stream_options',
  'stop',
  'max_tokens',
  'max_completion_tokens',
  'reasoning_effort',
  'reasoning',
  'response_format',
  'text',
  'verbosity',
  'service_tier',
  'prompt_cache_key',
  'web_search_options',
  'store',
])

function noteKeys(request: Json, note: Note): void {
  for (const [key, value] of Object.entries(request)) if (!READ.has(key) && value !== null) note(`key ${key}`)
  if (request.store === true) note('key store')
}

function refuse(message: string) {
  return turnError({blame: 'request', kind: 'invalid-request', message, status: 400})
}

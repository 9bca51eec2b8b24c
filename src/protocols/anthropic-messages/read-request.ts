import type {OutputFormat, Tier, Turn} from '../../contract/index.js'
import {turnError} from '../../errors/turn-error.js'
import type {ReadRequest} from '../client-protocol.js'
import {type Note, noteInto} from '../dropped.js'
import {isDeeper, type Json, list, number, object, text} from '../json.js'
import {NOTHING_LEFT} from '../nothing-left.js'
import {readTierWord} from '../read-tier-word.js'
import {readEffort, showsReasoning} from './read-effort.js'
import {readMessages} from './read-messages.js'
import {readSession} from './read-session.js'
import {readSystem} from './read-system.js'
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
  const messages = read.length === 0 ? NOTHING_LEFT : read
  noteKeys(request, note)
  const turn = readTurn(request, headers, model, messages, note)
  const tier = readTier(request, note)
  return {
    turn,
    stream: request.stream === true,
    wish: readEffort(request, note),
    ...(tier === undefined ? {} : {tier}),
    hidesReasoning: isUnasked(request.thinking) && turn.tools.length === 0,
    dropped: [...dropped],
  }
}

/** With tools the seals are given out all the same: a loop of calls goes on with the thoughts that began it. */
function isUnasked(thinking: unknown): boolean {
  return thinking === undefined || object(thinking).type === 'disabled'
}

function readTurn(request: Json, headers: Headers, model: string, messages: Turn['items'], note: Note): Turn {
  const format = readFormat(request, note)
  const limit = number(request.max_tokens)
  return {
    protocol: 'anthropic-messages',
    model: {asked: model, id: model},
    items: [...readSystem(request.system, note), ...messages],
    tools: readTools(request, note),
    ...readToolChoice(request.tool_choice, note),
    showReasoning: showsReasoning(request),
    ...(format === undefined ? {} : {format}),
    stopSequences: list(request.stop_sequences).filter((one): one is string => typeof one === 'string' && one !== ''),
    session: readSession(request, headers),
    ...(limit === undefined ? {} : {maximumOutputTokens: limit}),
  }
}

/** What the upstream takes ends long before. */
const DEEPEST_SCHEMA = 64

/** Where a structured answer is asked for: today's key, and the one before it. */
function readFormat(request: Json, note: Note): OutputFormat | undefined {
  const asked = object(request.output_config).format ?? request.output_format
  if (asked === undefined || asked === null) return undefined
  const {type, schema, name} = object(asked)
  if (type !== 'json_schema' || typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
    note(`format ${text(type) ?? typeof asked}`)
    return undefined
  }
  if (isDeeper(schema, DEEPEST_SCHEMA)) {
    note('format nested')
    return undefined
  }
  return {name: text(name) ?? 'response', schema: object(schema)}
}

function readTier(request: Json, note: Note): Tier | undefined {
  return (
    readTierWord(request.speed, () => note('key speed')) ??
    readTierWord(request.service_tier, () => note('key service_tier'))
  )
}

/** Keys that are read, or that mean nothing by design. */
const READ = new Set([
  'model',
  'messages',
  'system',
  'tools',
  'tool_choice',
  'stream',
  'max_tokens',
  'stop_sequences',
  'thinking',
  'output_config',
  'output_format',
  'metadata',
  'speed',
  'service_tier',
])

function noteKeys(request: Json, note: Note): void {
  for (const key of Object.keys(request)) if (!READ.has(key)) note(`key ${key}`)
}

function refuse(message: string) {
  return turnError({blame: 'request', kind: 'invalid-request', message, status: 400})
}

import type {Turn} from '../../../contract/index.js'
import {turnError} from '../../../errors/turn-error.js'
import type {ReadRequest} from '../../client-protocol.js'
import {type Note, noteInto} from '../../dropped.js'
import {type Json, number, object, text} from '../../json.js'
import {readFormat} from '../../openai/read-format.js'
import {readOffer} from '../../openai/read-offer.js'
import {readVerbosity} from '../../openai/read-verbosity.js'
import {requireHistory} from '../require-history.js'
import {readHead} from './read-head.js'
import {readItems} from './read-items.js'
import {readToolChoice, readTools} from './read-tools.js'

type Headers = Readonly<Record<string, string | undefined>>

export function readRequest(body: unknown, headers: Headers): ReadRequest {
  const request = object(body)
  const dropped = new Set<string>()
  const note = noteInto(dropped)
  const {model, session, ...head} = readHead(request, headers, note)
  requireHistory(request)
  const items = readItems(request.input, note)
  if (items.length === 0)
    throw turnError({blame: 'request', kind: 'invalid-request', message: 'input: a message is required', status: 400})
  const {tools, calls} = readTools(request, note)
  const style = readText(request, note)
  noteKeys(request, note)
  const turn: Turn = {
    protocol: 'openai-responses',
    model: {asked: model, id: model},
    items: [...readInstructions(request), ...items],
    ...readOffer(tools, request.tool_choice, (choice) => readToolChoice(choice, note)),
    parallelToolCalls: request.parallel_tool_calls !== false,
    showReasoning: !HIDDEN.has(object(request.reasoning).summary),
    ...style,
    stopSequences: [],
    session,
    ...limitOf(request),
  }
  return {turn, ...head, ...(Object.keys(calls).length === 0 ? {} : {calls}), dropped: [...dropped]}
}

/** Without a wish for summaries the dialect gives none. */
const HIDDEN: ReadonlySet<unknown> = new Set([undefined, null, 'none'])

function readInstructions({instructions}: Json): Turn['items'] {
  const words = text(instructions)
  return words === undefined || words === ''
    ? []
    : [{type: 'message', role: 'developer', parts: [{type: 'text', text: words}]}]
}

function readText(request: Json, note: Note): Pick<Turn, 'format' | 'jsonObject' | 'verbosity'> {
  const {format, verbosity, ...rest} = object(request.text)
  for (const key of Object.keys(rest)) note(`text key ${key}`)
  return {...readFormat(format, note), ...readVerbosity(verbosity, note)}
}

function limitOf(request: Json): Pick<Turn, 'maximumOutputTokens'> {
  const limit = number(request.max_output_tokens)
  return limit === undefined ? {} : {maximumOutputTokens: limit}
}

/** Keys that are read, or that mean nothing by design. */
const READ = new Set([
  'model',
  'instructions',
  'input',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'reasoning',
  'store',
  'stream',
  'include',
  'prompt_cache_key',
  'text',
  'client_metadata',
  'service_tier',
  'stream_options',
  'max_output_tokens',
])

function noteKeys(request: Json, note: Note): void {
  for (const [key, value] of Object.entries(request)) if (!READ.has(key) && value !== null) note(`key ${key}`)
  if (request.store === true) note('key store')
}

import type {Limits, RelayRequest} from '../../../contract/index.js'
import {faultOf, isTurnError, turnError} from '../../../errors/turn-error.js'
import {cutStream} from '../../cut-stream.js'
import {EMPTY_ANSWER} from '../../empty-answer.js'
import {type Json, list, object, parseJson, text} from '../../json.js'
import {NO_ANSWER} from '../../peek.js'
import {sse} from '../../sse.js'
import {readLimitsEvent} from '../read-limits.js'
import {readClose, typeOf} from './read-close.js'
import {beginsJson, readWhole} from './read-whole.js'

export interface Opening {
  readonly chunks: readonly Uint8Array[]
  /** One JSON text instead of events: a compaction. */
  readonly isWhole: boolean
  /** Told at the beginning, where they are told at all. */
  readonly limits?: Limits
}

/** Reads until a client could see something; a failure before that is thrown, so that it can still be tried elsewhere. */
export async function readOpening(
  source: AsyncIterator<Uint8Array>,
  path: RelayRequest['path'] | undefined,
  now?: () => number,
): Promise<Opening> {
  try {
    return await readOn(source, path, now)
  } catch (error) {
    await source.return?.()
    throw turnError(isTurnError(error) ? faultOf(error) : cutStream(error instanceof Error ? error.message : undefined))
  }
}

async function readOn(
  source: AsyncIterator<Uint8Array>,
  path: RelayRequest['path'] | undefined,
  now?: () => number,
): Promise<Opening> {
  const chunks: Uint8Array[] = []
  const state = sse.initial()
  let limits: Limits | undefined
  const takes = (messages: readonly string[]): boolean => {
    let isOpen = false
    for (const message of messages) {
      if (saysNothing(message) || (isOpen && !message.includes(LIMITS))) continue
      const event = object(parseJson(message))
      if (event.type === LIMITS) limits = readLimitsEvent(event, now?.())
      isOpen ||= isMeaningful(event, now)
    }
    return isOpen
  }
  for (let next = await source.next(); !next.done; next = await source.next()) {
    chunks.push(next.value)
    if (beginsJson(chunks)) return {chunks: await readWhole(chunks, source, path, now), isWhole: true}
    if (takes(sse.step(state, next.value)[1])) return {chunks, isWhole: false, ...(limits && {limits})}
  }
  if (takes(sse.end(state))) return {chunks, isWhole: false, ...(limits && {limits})}
  throw turnError(NO_ANSWER)
}

/** What comes before the model says anything, and what nobody sees of a thought. */
const PREAMBLE = new Set([
  'response.created',
  'response.queued',
  'response.in_progress',
  'response.metadata',
  'response.reasoning_summary_part.added',
  'response.reasoning_summary_part.done',
  'response.reasoning_summary_text.done',
])
const LIMITS = 'codex.rate_limits'

/** Known by its first words; the first events repeat the instructions and tools of the request. */
function saysNothing(message: string): boolean {
  const [, type] = /^\{"type":"([\w.]+)"/.exec(message) ?? []
  return type !== undefined && PREAMBLE.has(type)
}

const ITEMS = new Set(['response.output_item.added', 'response.output_item.done'])

/** Throws the failure that an event tells. Events of other families (`keepalive`, `codex.rate_limits`) say nothing. */
function isMeaningful(event: Json, now?: () => number): boolean {
  const type = typeOf(event)
  const close = readClose(event, now)
  if (close?.ended === false) throw turnError(close.fault)
  if (close !== undefined) return isAnswer(object(event.response))
  if (ITEMS.has(type)) return object(event.item).type !== 'reasoning'
  return type.startsWith('response.') && !PREAMBLE.has(type)
}

/** The whole answer, of which nothing meaningful came before. */
function isAnswer(response: Json): boolean {
  const useful = list(response.output).some((item) => object(item).type !== 'reasoning')
  if (!useful && text(response.status) !== 'incomplete') throw turnError(EMPTY_ANSWER)
  return true
}

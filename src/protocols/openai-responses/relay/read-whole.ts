import type {RelayRequest, TurnFault} from '../../../contract/index.js'
import {turnError} from '../../../errors/turn-error.js'
import {cutStream} from '../../cut-stream.js'
import {type Json, object, parseJson} from '../../json.js'
import {latin} from '../../latin.js'
import {readStreamError} from '../read-error.js'

/**
 * The chunks of a body that is one JSON text, as a compaction is. Thrown as a failure where it tells one under a 200, and
 * where a turn is asked for, whose client waits for events.
 */
export async function readWhole(
  begun: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
  path: RelayRequest['path'] | undefined,
  now?: () => number,
): Promise<readonly Uint8Array[]> {
  const chunks = [...begun]
  for (let next = await rest.next(); !next.done; next = await rest.next()) chunks.push(next.value)
  const fault = faultInWhole(chunks, path, now)
  if (fault !== undefined) throw turnError(fault)
  return chunks
}

export function faultInWhole(
  chunks: readonly Uint8Array[],
  path: RelayRequest['path'] | undefined,
  now?: () => number,
): TurnFault | undefined {
  const parsed = parseJson(Buffer.concat(chunks).toString())
  if (parsed === undefined) return cutStream()
  const told = object(Array.isArray(parsed) ? parsed[0] : parsed)
  if (!isAnswer(told)) return readStreamError(told, now?.())
  return path === '' ? NO_STREAM : undefined
}

/** No event of a stream begins with a brace. */
export function beginsJson(chunks: readonly Uint8Array[]): boolean {
  return /^\s*[{[]/.test(beginningOf(chunks))
}

/** The same where white space is all that came so far. */
export function mayBeJson(chunks: readonly Uint8Array[]): boolean {
  return /^\s*([{[]|$)/.test(beginningOf(chunks))
}

function beginningOf(chunks: readonly Uint8Array[]): string {
  return chunks.map((chunk) => latin(chunk, 0, LONGEST_MARGIN)).join('')
}

/** Characters of white space before a JSON text. */
const LONGEST_MARGIN = 16

function isAnswer({output, error, status}: Json): boolean {
  return Array.isArray(output) && (error ?? undefined) === undefined && status !== 'failed'
}

const NO_STREAM: TurnFault = {
  blame: 'upstream',
  kind: 'server-error',
  message: 'The upstream answered with one JSON text where a stream was asked for.',
}

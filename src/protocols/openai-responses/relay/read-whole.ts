import type {RelayRequest, TurnFault} from '../../../contract/index.js'
import {turnError} from '../../../errors/turn-error.js'
import {cutStream} from '../../cut-stream.js'
import {type Json, object, parseJson} from '../../json.js'
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
  const fault = faultIn(parseJson(Buffer.concat(chunks).toString()), path, now)
  if (fault !== undefined) throw turnError(fault)
  return chunks
}

function faultIn(parsed: unknown, path: RelayRequest['path'] | undefined, now?: () => number): TurnFault | undefined {
  if (parsed === undefined) return cutStream()
  const told = object(Array.isArray(parsed) ? parsed[0] : parsed)
  if (!isAnswer(told)) return readStreamError(told, now?.())
  return path === '' ? NO_STREAM : undefined
}

function isAnswer({output, error, status}: Json): boolean {
  return Array.isArray(output) && (error ?? undefined) === undefined && status !== 'failed'
}

const NO_STREAM: TurnFault = {
  blame: 'upstream',
  kind: 'server-error',
  message: 'The upstream answered with one JSON text where a stream was asked for.',
}

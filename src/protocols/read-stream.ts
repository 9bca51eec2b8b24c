import type {TurnEvent} from '../contract/index.js'
import {faultOf, isTurnError} from '../errors/turn-error.js'
import {cutStream} from './cut-stream.js'
import {sse} from './sse.js'
import {chain, runEach, type Transducer} from './transducer.js'

type Batches = AsyncIterable<readonly TurnEvent[]>

/** A body of server-sent events through a reader of their data; one batch a chunk. */
export function readSse<S>(reader: Transducer<S, string, TurnEvent>, body: AsyncIterable<Uint8Array>): Batches {
  return readBody(sse, reader, body)
}

/** The same where something else than events may come. */
export function readBody<A, B>(
  messages: Transducer<A, Uint8Array, string>,
  reader: Transducer<B, string, TurnEvent>,
  body: AsyncIterable<Uint8Array>,
): Batches {
  return faultsAsEvents(runEach(chain(messages, reader), body))
}

/** The same for messages that come one by one. */
export function readMessages<S>(reader: Transducer<S, string, TurnEvent>, messages: AsyncIterable<string>): Batches {
  return faultsAsEvents(runEach(reader, messages))
}

/**
 * A body that breaks off by throwing ends the turn like any other cut. Nobody waits for what comes after a turn: it is
 * read away, so that the connection serves again.
 */
async function* faultsAsEvents(
  batches: AsyncIterable<readonly TurnEvent[]>,
): AsyncGenerator<readonly TurnEvent[], void, undefined> {
  const source = batches[Symbol.asyncIterator]()
  let isOver = false
  try {
    for (let next = await source.next(); !next.done; next = await source.next()) {
      isOver = next.value.some(endsTurn)
      yield next.value
      if (isOver) return
    }
  } catch (error) {
    const fault = isTurnError(error) ? faultOf(error) : cutStream(error instanceof Error ? error.message : undefined)
    yield [{type: 'turn-error', fault}]
  } finally {
    if (isOver) void readAway(source)
    else await source.return?.()
  }
}

function endsTurn({type}: TurnEvent): boolean {
  return type === 'turn-end' || type === 'turn-error'
}

async function readAway(source: AsyncIterator<unknown>): Promise<void> {
  try {
    while (!(await source.next()).done);
  } catch {
    // The turn was over before.
  }
}

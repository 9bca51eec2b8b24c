import type {TurnEvent, TurnFault} from '../contract/index.js'
import {turnError} from '../errors/turn-error.js'

type Batch = readonly TurnEvent[]

/**
 * Waits until the client could see something; a failure before that is thrown, so that it can still be tried elsewhere.
 * What was read is given again by the result. Closed reasoning without text is not seen yet.
 */
export async function peek(events: AsyncIterable<Batch>): Promise<AsyncIterable<Batch>> {
  const source = events[Symbol.asyncIterator]()
  const held: Batch[] = []
  for (let next = await source.next(); !next.done; next = await source.next()) {
    const fault = firstFault(next.value)
    if (fault !== undefined) {
      await source.return?.()
      throw turnError(fault)
    }
    held.push(next.value)
    if (next.value.some(isMeaningful)) return replay(held, source)
  }
  throw turnError(NO_ANSWER)
}

export const NO_ANSWER: TurnFault = {
  blame: 'upstream',
  kind: 'cut-stream',
  message: 'The upstream closed its answer before it began.',
}

/** The fault of a batch in which nothing meaningful stands before it. */
function firstFault(batch: Batch): TurnFault | undefined {
  const first = batch.find((event) => event.type === 'turn-error' || isMeaningful(event))
  return first?.type === 'turn-error' ? first.fault : undefined
}

const MEANINGFUL: Readonly<Record<TurnEvent['type'], (event: TurnEvent) => boolean>> = {
  'turn-start': () => false,
  'keep-alive': () => false,
  limits: () => false,
  'block-start': (event) => event.type === 'block-start' && event.content.type !== 'reasoning',
  'block-delta': () => true,
  'block-end': () => false,
  'turn-end': () => true,
  'turn-error': () => false,
}

function isMeaningful(event: TurnEvent): boolean {
  return MEANINGFUL[event.type](event)
}

/** By hand: one more generator is one more wait for every chunk. */
function replay(held: readonly Batch[], rest: AsyncIterator<Batch>): AsyncIterable<Batch> {
  const waiting = [...held]
  const iterator: AsyncIterator<Batch> = {
    next() {
      const value = waiting.shift()
      return value === undefined ? rest.next() : Promise.resolve({done: false, value})
    },
    return: async () => (await rest.return?.()) ?? {done: true, value: undefined},
  }
  return {[Symbol.asyncIterator]: () => iterator}
}

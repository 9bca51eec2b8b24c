import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {TurnEvent} from '../../src/contract/index.js'

const FIXTURES = join(import.meta.dirname, '..', 'fixtures')

/** A stream as it came, and the events it means. One folder each. */
export interface Recorded {
  readonly name: string
  readonly stream: Uint8Array
  readonly events: readonly TurnEvent[]
  /** Any other JSON file of the folder. */
  readonly file: (name: string) => unknown
}

export function recorded(dialect: string): readonly Recorded[] {
  return readdirSync(join(FIXTURES, dialect)).map((name) => ({
    name,
    stream: readFileSync(join(FIXTURES, dialect, name, 'stream.sse')),
    events: JSON.parse(readFileSync(join(FIXTURES, dialect, name, 'events.json'), 'utf8')),
    file: (other) => JSON.parse(readFileSync(join(FIXTURES, dialect, name, other), 'utf8')),
  }))
}

/** The bytes in chunks that end at the given places. */
export async function* cutAt(bytes: Uint8Array, places: readonly number[]): AsyncGenerator<Uint8Array> {
  const ends = [...new Set(places)].filter((place) => place > 0 && place < bytes.length).sort((a, b) => a - b)
  let from = 0
  for (const end of [...ends, bytes.length]) {
    yield bytes.subarray(from, end)
    from = end
  }
}

/** What a value looks like once it was written down: no `undefined`, no class. */
export function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

export async function collect<T>(batches: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const out: T[] = []
  for await (const batch of batches) out.push(...batch)
  return out
}

/** What is wrong with the order of events; empty when it keeps the grammar of a turn. */
export function grammarFaults(events: readonly TurnEvent[]): readonly string[] {
  const faults: string[] = []
  const open = new Set<number>()
  const seen = new Set<number>()
  events.forEach((event, at) => {
    if (event.type === 'turn-start' && events.findIndex((one) => one.type === 'turn-start') !== at)
      faults.push(`${at}: a second turn-start`)
    if (event.type === 'block-start') {
      if (seen.has(event.block)) faults.push(`${at}: block ${event.block} starts twice`)
      seen.add(event.block)
      open.add(event.block)
    }
    if ((event.type === 'block-delta' || event.type === 'block-end') && !open.has(event.block))
      faults.push(`${at}: ${event.type} outside block ${event.block}`)
    if (event.type === 'block-end') open.delete(event.block)
    if (event.type === 'turn-end' && open.size > 0) faults.push(`${at}: turn-end with open blocks`)
    const isLast = event.type === 'turn-end' || event.type === 'turn-error'
    if (isLast !== (at === events.length - 1)) faults.push(`${at}: ${event.type} in the wrong place`)
  })
  return faults
}

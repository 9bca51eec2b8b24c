import type {TurnEvent, Usage} from '../contract/index.js'
import {stepAll, type Transducer} from './transducer.js'

interface Search {
  /** Text that may be the beginning of a sequence, by its block. */
  readonly held: Map<number, string>
  readonly open: Map<number, TurnEvent & {readonly type: 'block-start'}>
  written: number
  stopped: boolean
}

const NOTHING: readonly TurnEvent[] = []

/**
 * Ends a turn where its text says one of `sequences`, for upstreams that know no such thing. Expects one block at a
 * time. The usage is an estimate then: the upstream is not heard out.
 */
export function stopSequences(
  sequences: readonly string[],
  estimatedInput: number,
): Transducer<Search, TurnEvent, TurnEvent> {
  return {
    initial: () => ({held: new Map(), open: new Map(), written: 0, stopped: false}),
    step: (search, event) => [search, search.stopped ? NOTHING : take(search, event, sequences, estimatedInput)],
    end: () => NOTHING,
  }
}

/** The same over a whole answer: stops reading, and so ends the upstream request, once a sequence was found. */
export async function* untilStop(
  events: AsyncIterable<readonly TurnEvent[]>,
  sequences: readonly string[],
  estimatedInput: number,
): AsyncGenerator<readonly TurnEvent[], void, undefined> {
  const stage = stopSequences(sequences, estimatedInput)
  const search = stage.initial()
  for await (const batch of events) {
    const [, out] = stepAll(stage, search, batch)
    if (out.length > 0) yield out
    if (search.stopped) return
  }
}

function take(search: Search, event: TurnEvent, sequences: readonly string[], input: number): readonly TurnEvent[] {
  switch (event.type) {
    case 'block-start':
      search.open.set(event.block, event)
      return [event]
    case 'block-delta':
      return search.open.get(event.block)?.content.type === 'text' ? look(search, event, sequences, input) : [event]
    case 'block-end':
      search.open.delete(event.block)
      return [...release(search, event.block), event]
    default:
      return [event]
  }
}

type Delta = TurnEvent & {readonly type: 'block-delta'}

function look(search: Search, event: Delta, sequences: readonly string[], input: number): readonly TurnEvent[] {
  const text = (search.held.get(event.block) ?? '') + event.text
  const found = firstOf(text, sequences)
  if (found !== undefined) return stop(search, event.block, text.slice(0, found.at), found.sequence, input)
  const kept = longestBeginning(text, sequences)
  search.held.set(event.block, text.slice(text.length - kept))
  return write(search, event.block, text.slice(0, text.length - kept))
}

function write(search: Search, block: number, text: string): readonly TurnEvent[] {
  search.written += text.length
  return text === '' ? NOTHING : [{type: 'block-delta', block, text}]
}

function release(search: Search, block: number): readonly TurnEvent[] {
  const text = search.held.get(block) ?? ''
  search.held.delete(block)
  return write(search, block, text)
}

/** Characters to a token, roughly. */
const TOKEN = 4

function stop(search: Search, block: number, text: string, sequence: string, input: number): readonly TurnEvent[] {
  search.stopped = true
  const last = write(search, block, text)
  const output = Math.ceil(search.written / TOKEN)
  const usage: Usage = {input, cached: 0, cacheWrite: 0, output, reasoning: 0, webSearches: 0}
  return [
    ...last,
    {type: 'block-end', block, content: {type: 'text', citations: []}},
    {type: 'turn-end', reason: 'stop-sequence', stopSequence: sequence, usage, reported: {}},
  ]
}

function firstOf(
  text: string,
  sequences: readonly string[],
): {readonly at: number; readonly sequence: string} | undefined {
  let first: {readonly at: number; readonly sequence: string} | undefined
  for (const sequence of sequences) {
    const at = text.indexOf(sequence)
    if (at !== -1 && (first === undefined || at < first.at)) first = {at, sequence}
  }
  return first
}

/** How much of the text's end could become a sequence. */
function longestBeginning(text: string, sequences: readonly string[]): number {
  let longest = 0
  for (const sequence of sequences) {
    for (let length = Math.min(sequence.length - 1, text.length); length > longest; length--) {
      if (text.endsWith(sequence.slice(0, length))) longest = length
    }
  }
  return longest
}

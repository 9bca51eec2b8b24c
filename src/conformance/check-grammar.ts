import type {TurnEvent, Usage} from '../contract/index.js'
import {hold} from './check.js'

/** Holds events to the grammar that every reader of them relies on. */
export function checkGrammar(events: readonly TurnEvent[]): void {
  const open = new Map<number, string>()
  const closed = new Set<number>()
  for (const [place, event] of events.entries()) {
    hold(place < events.length - 1 || isEnd(event), 'open: the events end without turn-end or turn-error.')
    hold(place === events.length - 1 || !isEnd(event), `open: events follow a ${event.type}.`)
    if ('block' in event) checkBlock(event, open, closed)
    if (event.type === 'turn-end') {
      hold(open.size === 0, `open: block ${[...open.keys()].join(', ')} was never ended.`)
      checkUsage(event.usage)
    }
  }
}

function isEnd({type}: TurnEvent): boolean {
  return type === 'turn-end' || type === 'turn-error'
}

type BlockEvent = Extract<TurnEvent, {readonly block: number}>

function checkBlock(event: BlockEvent, open: Map<number, string>, closed: Set<number>): void {
  const {block, type} = event
  const started = open.get(block)
  if (type === 'block-start') {
    hold(started === undefined && !closed.has(block), `open: block ${block} is started twice.`)
    open.set(block, event.content.type)
    return
  }
  hold(started !== undefined, `open: a ${type} for block ${block}, which is not open.`)
  if (type === 'block-delta') return
  hold(event.content.type === started, `open: block ${block} starts as ${started} and ends as ${event.content.type}.`)
  open.delete(block)
  closed.add(block)
}

function checkUsage(usage: Usage): void {
  for (const [name, tokens] of Object.entries(usage))
    hold(Number.isInteger(tokens) && tokens >= 0, `open: usage.${name} is ${tokens}; tokens are whole numbers from 0.`)
  hold(usage.cached + usage.cacheWrite <= usage.input, 'open: usage.input must contain cached and cacheWrite.')
  hold(usage.reasoning <= usage.output, 'open: usage.output must contain reasoning.')
}

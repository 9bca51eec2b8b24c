import type {TurnEvent} from '../contract/index.js'
import type {Transducer} from './transducer.js'

interface Waiting {
  readonly block: number
  readonly events: TurnEvent[]
}

interface Order {
  open: number | undefined
  /** Blocks that began while another was open, in the order in which they began. */
  waiting: Waiting[]
}

const NOTHING: readonly TurnEvent[] = []

/** Events of interleaved blocks to the same events with one block open at a time: the others wait their turn. */
export const oneBlockAtATime: Transducer<Order, TurnEvent, TurnEvent> = {
  initial: () => ({open: undefined, waiting: []}),
  step: (order, event) => [order, take(order, event)],
  end: () => NOTHING,
}

function take(order: Order, event: TurnEvent): readonly TurnEvent[] {
  switch (event.type) {
    case 'block-delta':
      return event.block === order.open ? [event] : wait(order, event)
    case 'block-start':
      if (order.open === undefined) {
        order.open = event.block
        return [event]
      }
      order.waiting.push({block: event.block, events: [event]})
      return NOTHING
    case 'block-end':
      return event.block === order.open ? [event, ...next(order)] : wait(order, event)
    default:
      return [event]
  }
}

function wait(order: Order, event: TurnEvent & {readonly block: number}): readonly TurnEvent[] {
  order.waiting.find(({block}) => block === event.block)?.events.push(event)
  return NOTHING
}

/** What has waited goes out; a block that is whole makes room for the one after it. */
function next(order: Order): readonly TurnEvent[] {
  const out: TurnEvent[] = []
  order.open = undefined
  while (order.open === undefined) {
    const first = order.waiting.shift()
    if (first === undefined) break
    out.push(...first.events)
    if (first.events.at(-1)?.type !== 'block-end') order.open = first.block
  }
  return out
}

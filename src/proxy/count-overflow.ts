import type {TurnFault} from '../contract/index.js'

interface Known {
  /** Tokens that fit into the model's window. */
  readonly window: number
  /** Tokens of the request, as far as we can tell. */
  readonly estimate: number
}

/** Clients make room by the numbers of an overflow: where the upstream tells none, ours stand for them. */
export function countOverflow(fault: TurnFault, {window, estimate}: Known): TurnFault {
  if (fault.kind !== 'context-overflow') return fault
  const limit = fault.tokens?.limit ?? window
  return {...fault, tokens: {used: fault.tokens?.used ?? Math.max(estimate, limit + 1), limit}}
}

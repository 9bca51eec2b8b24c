import {turnError} from '../../errors/turn-error.js'
import {sse} from '../sse.js'
import type {Transducer} from '../transducer.js'
import {beginsJson, faultInWhole, mayBeJson} from './relay/read-whole.js'

interface State {
  readonly events: ReturnType<typeof sse.initial>
  /** The body so far, as long as it may be one JSON text. */
  chunks: Uint8Array[] | undefined
}

/** Server-sent events; a body that is one JSON text instead is thrown at its end as the failure that it tells. */
export function sseOrFault(now?: () => number): Transducer<State, Uint8Array, string> {
  return {
    initial: () => ({events: sse.initial(), chunks: []}),
    step(state, chunk) {
      state.chunks?.push(chunk)
      if (state.chunks !== undefined && !mayBeJson(state.chunks)) state.chunks = undefined
      return [state, sse.step(state.events, chunk)[1]]
    },
    end({events, chunks}) {
      const fault = chunks && beginsJson(chunks) ? faultInWhole(chunks, '', now) : undefined
      if (fault !== undefined) throw turnError(fault)
      return sse.end(events)
    },
  }
}

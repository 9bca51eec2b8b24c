import type {Item, ToolResult} from '../contract/index.js'

const INTERRUPTED = 'The tool call was interrupted by the user; it has no result.'

/**
 * Upstreams refuse a call without its result and a result without its call. A call that was interrupted gets a result
 * that says so, after those of its neighbours; a result whose call is gone becomes text of the user; repeats are left out.
 */
export function pairCalls(items: readonly Item[]): readonly Item[] {
  const answered = answeredCalls(items)
  const called = new Set<string>()
  const closed = new Set<string>()
  const orphaned = new Set<string>()
  let owed: ToolResult[] = []
  const out: Item[] = []
  for (const item of items) {
    if (item.type === 'message' && owed.length > 0) {
      out.push(...owed)
      owed = []
    }
    if (item.type === 'tool-call') {
      if (called.has(item.callId)) continue
      called.add(item.callId)
      if (!answered.has(item.callId)) owed.push(interrupted(item.callId))
    }
    if (item.type === 'tool-result') {
      const seen = called.has(item.callId) ? closed : orphaned
      if (seen.has(item.callId)) continue
      seen.add(item.callId)
    }
    out.push(item.type === 'tool-result' && !called.has(item.callId) ? orphan(item) : item)
  }
  return [...out, ...owed]
}

/** A result that comes before its call answers nothing. */
function answeredCalls(items: readonly Item[]): ReadonlySet<string> {
  const called = new Set<string>()
  const answered = new Set<string>()
  for (const item of items) {
    if (item.type === 'tool-call') called.add(item.callId)
    if (item.type === 'tool-result' && called.has(item.callId)) answered.add(item.callId)
  }
  return answered
}

function interrupted(callId: string): ToolResult {
  return {type: 'tool-result', callId, parts: [{type: 'text', text: INTERRUPTED}], isError: true}
}

function orphan(result: ToolResult): Item {
  const note = {type: 'text', text: 'Result of a tool call that is no longer part of the conversation:'} as const
  return {type: 'message', role: 'user', parts: [note, ...result.parts]}
}

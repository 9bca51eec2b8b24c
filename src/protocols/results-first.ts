import type {Item} from '../contract/index.js'

/** Some upstreams want results right after their calls: what others say in between comes after them. Expects paired calls. */
export function resultsFirst(items: readonly Item[]): readonly Item[] {
  const out: Item[] = []
  const open = new Set<string>()
  let held: Item[] = []
  for (const item of items) {
    const isBetween = open.size > 0 && item.type === 'message' && item.role !== 'assistant'
    if (isBetween) held.push(item)
    else out.push(item)
    if (item.type === 'tool-call') open.add(item.callId)
    if (item.type !== 'tool-result') continue
    open.delete(item.callId)
    if (open.size > 0) continue
    out.push(...held)
    held = []
  }
  return [...out, ...held]
}

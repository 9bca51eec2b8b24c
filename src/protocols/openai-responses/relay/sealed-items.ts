import {type Json, list, object, text} from '../../json.js'

/** Items that only the account which made them can read, and how they are named when they are left out. */
const SEALED: Readonly<Record<string, string>> = {
  reasoning: 'reasoning of another account',
  compaction: 'compaction of another account',
  compaction_summary: 'compaction of another account',
}

/** `undefined` for an item that everybody can read. */
export function sealOf(item: Json): {readonly content: string; readonly name: string} | undefined {
  const type = text(item.type) ?? ''
  const content = text(item.encrypted_content)
  const name = Object.hasOwn(SEALED, type) ? SEALED[type] : undefined
  return name === undefined || content === undefined ? undefined : {content, name}
}

/** The sealed contents of a request's input, in their order. */
export function sealedIn({input}: Json): readonly string[] {
  return list(input).flatMap((item) => sealOf(object(item))?.content ?? [])
}

/** Whether the answer will stand for the whole conversation: a compaction that is asked for in the input. */
export function asksToCompact({input}: Json): boolean {
  return object(list(input).at(-1)).type === 'compaction_trigger'
}

import type {Slot} from '../contract/index.js'

/** Claude Code appends its `[1m]` to the whole, and need not take it off again. */
const MARK = /@(opus|sonnet|haiku)(?=(\[1m\])?$)/i

/**
 * `gpt-5.4@sonnet`: the id as it stands in a slot. A runtime sends back only the id of a slot, so one id in two slots
 * with different default effort needs the mark to be told apart. Upstream never sees it.
 */
export function readSlotMark(asked: string): {readonly name: string; readonly slot?: Slot} {
  const slot = MARK.exec(asked)?.[1]?.toLowerCase()
  if (slot !== 'opus' && slot !== 'sonnet' && slot !== 'haiku') return {name: asked}
  return {name: asked.replace(MARK, ''), slot}
}

/** Slots with marks where an earlier slot, with another default effort, holds the same id. */
export function markSlots(slots: Readonly<Record<Slot, string>>): Readonly<Record<Slot, string>> {
  const {default: main, opus, sonnet, haiku} = slots
  return {
    ...slots,
    sonnet: sonnet === main || sonnet === opus ? `${sonnet}@sonnet` : sonnet,
    haiku: [main, opus, sonnet].includes(haiku) ? `${haiku}@haiku` : haiku,
  }
}

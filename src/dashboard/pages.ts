import type {Page} from '../contract/index.js'

/** Entries of one answer. */
const LENGTH = 200

/**
 * The newest entries first, as many as an answer holds. `all` is oldest first; the cursor counts from its beginning, so
 * that what comes later moves nothing.
 */
export function pageOf<In, Out>(
  all: readonly In[],
  cursor: string | undefined,
  wants: (one: In) => boolean,
  write: (one: In) => Out,
): Page<Out> {
  const items: Out[] = []
  let index = Math.min(all.length, Number.isInteger(Number(cursor)) && cursor ? Number(cursor) : all.length)
  while (index > 0 && items.length < LENGTH) {
    index -= 1
    const one = all[index]
    if (one !== undefined && wants(one)) items.push(write(one))
  }
  return {items, cursor: index > 0 ? String(index) : null}
}

/** Upper and lower case are one. */
export function contains(text: string, wanted: string | undefined): boolean {
  return wanted === undefined || text.toLowerCase().includes(wanted.toLowerCase())
}

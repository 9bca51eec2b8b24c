import type {Entry} from './edit-journal.js'

/** An entry that is left takes over what the one that is gone knew of the containers they shared. */
export function inheritBefore(left: Entry, gone: Entry): Entry {
  if (left.file !== gone.file) return left
  const made = left.made.length > 0 ? left.made : gone.made
  const shared = sharedDepth(left.change.path, gone.change.path)
  const {depth, blank, document} = gone.before
  if (shared > depth && left.before.depth > depth)
    return {...left, made, before: {...left.before, depth, blank, document}}
  if (shared < depth || left.before.depth !== depth) return {...left, made}
  return {
    ...left,
    made,
    before: {...left.before, blank: left.before.blank ?? blank, document: left.before.document ?? document},
  }
}

function sharedDepth(left: readonly string[], right: readonly string[]): number {
  const differs = left.findIndex((key, index) => key !== right[index])
  return differs === -1 ? left.length : differs
}

import {withLock} from './lock.js'
import {parseJsonc} from './parse-jsonc.js'
import {readText} from './read-json.js'
import {refuseReadOnly} from './refuse-read-only.js'
import {writeAtomic} from './write-atomic.js'

/** A value to set at a path of keys, or `undefined` to take it out. */
export interface JsonChange {
  readonly path: readonly string[]
  readonly value: unknown
}

/**
 * Changes a JSON file of ours. Everything else, foreign keys, order, comments and layout, stays byte for byte; a missing
 * file starts as `empty`. Says whether anything changed.
 */
export async function editJson(file: string, changes: readonly JsonChange[], empty = '{}\n'): Promise<boolean> {
  return withLock(file, async () => {
    const before = await readText(file)
    const text = before ?? empty
    await parseJsonc(text, file)
    const after = await applyChanges(text, changes)
    if (after === before) return false
    await refuseReadOnly(file)
    await writeAtomic(file, after)
    return true
  })
}

async function applyChanges(text: string, changes: readonly JsonChange[]): Promise<string> {
  const {applyEdits, findNodeAtLocation, modify, parseTree} = await import('jsonc-parser')
  const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? '  '
  const formattingOptions = {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  }
  return changes.reduce((current, {path, value}) => {
    const tree = parseTree(current)
    const old = tree === undefined ? undefined : findNodeAtLocation(tree, [...path])
    const same = value === undefined ? old === undefined : old?.value === value
    return same ? current : applyEdits(current, modify(current, [...path], value, {formattingOptions}))
  }, text)
}

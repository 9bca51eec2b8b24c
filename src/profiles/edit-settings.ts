import {withLock} from '../files/lock.js'
import {readText} from '../files/read-json.js'
import {refuseReadOnly} from '../files/refuse-read-only.js'
import {writeAtomic} from '../files/write-atomic.js'
import {parseSettings} from './settings.js'

/**
 * Sets or removes (`undefined`) variables in a settings file. Everything else, foreign keys, order, comments and
 * layout, stays byte for byte. Says whether anything changed.
 */
export async function editSettings(
  file: string,
  changes: Readonly<Record<string, string | undefined>>,
): Promise<boolean> {
  return withLock(file, async () => {
    const before = (await readText(file)) ?? '{\n  "env": {}\n}\n'
    await parseSettings(before, file)
    const after = await applyChanges(before, changes)
    if (after === before) return false
    await refuseReadOnly(file)
    await writeAtomic(file, after)
    return true
  })
}

async function applyChanges(text: string, changes: Readonly<Record<string, string | undefined>>): Promise<string> {
  const {applyEdits, findNodeAtLocation, modify, parseTree} = await import('jsonc-parser')
  const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? '  '
  const formattingOptions = {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  }
  return Object.entries(changes).reduce((current, [name, value]) => {
    const path = ['env', name]
    const tree = parseTree(current)
    const old = tree === undefined ? undefined : findNodeAtLocation(tree, path)
    const same = value === undefined ? old === undefined : old?.value === value
    return same ? current : applyEdits(current, modify(current, path, value, {formattingOptions}))
  }, text)
}

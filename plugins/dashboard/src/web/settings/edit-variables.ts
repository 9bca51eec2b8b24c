import {applyEdits, findNodeAtLocation, getNodeValue, modify, type ParseError, parseTree} from 'jsonc-parser'

/** `env` of a settings file; `undefined` for a text that does not parse. */
export function readVariables(text: string): readonly (readonly [name: string, value: string])[] | undefined {
  const faults: ParseError[] = []
  const tree = parseTree(text.slice(markOf(text).length), faults, {allowTrailingComma: true})
  if (faults.length > 0 || tree?.type !== 'object') return undefined
  const env = findNodeAtLocation(tree, ['env'])
  if (env === undefined) return []
  if (env.type !== 'object') return undefined
  return Object.entries(getNodeValue(env) as Record<string, unknown>).map(([name, value]) => [name, String(value)])
}

/** The text with the variable set, or taken out; everything else stays as it is written. */
export function setVariable(written: string, name: string, value: string | undefined): string {
  const mark = markOf(written)
  const text = written.slice(mark.length)
  const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? '  '
  const formattingOptions = {insertSpaces: !indent.startsWith('\t'), tabSize: indent.length, eol: '\n'}
  return mark + applyEdits(text, modify(text, ['env', name], value, {formattingOptions}))
}

/** The byte order mark that an editor left before the text; it stays. */
function markOf(text: string): string {
  return text.startsWith('\uFEFF') ? '\uFEFF' : ''
}

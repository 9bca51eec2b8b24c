import type {Alias, Document} from 'yaml'
import {CcsError, EXIT, isCcsError} from '../errors/ccs-error.js'
import {withLock} from '../files/lock.js'
import {placeOf} from '../files/place-of.js'
import {readText} from '../files/read-json.js'
import {refuseReadOnly} from '../files/refuse-read-only.js'
import {writeAtomic} from '../files/write-atomic.js'
import {malformed} from './read-yaml.js'

/**
 * Changes a YAML file in its own words: comments, order and unknown keys stay. Under a lock, from the text as it is
 * then; a file that does not parse is never written. Says whether anything changed.
 */
export async function editYaml(file: string, edit: (document: Document) => void): Promise<boolean> {
  return withLock(file, async () => {
    const before = (await readText(file)) ?? ''
    const document = await parse(before, file)
    const unchanged = document.toJS() as unknown
    const plain = inStyleOf(before, document)
    const changed = await applyEdit(edit, document, {before, file})
    if (JSON.stringify(unchanged) === JSON.stringify(changed)) return false
    await refuseReadOnly(file)
    await writeAtomic(file, await write(document, {before, plain}))
    return true
  })
}

/** A value that is written as `*name` has no place of its own to be changed in, and one that is marked `&name` is needed there. */
async function applyEdit(
  edit: (document: Document) => void,
  document: Document,
  {before, file}: {readonly before: string; readonly file: string},
): Promise<unknown> {
  try {
    edit(document)
    return document.toJS() as unknown
  } catch (error) {
    const alias = isCcsError(error) ? undefined : await firstAlias(document)
    if (alias === undefined) throw error
    const {line, column} = placeOf(before, alias.range?.[0] ?? 0)
    throw new CcsError(
      `${file} cannot be changed there: it is tied to the alias *${alias.source} (line ${line}, column ${column}).`,
      {code: 'yaml_alias', exit: EXIT.usage, hint: 'Write the value out in place of the alias, then try again.'},
    )
  }
}

async function firstAlias(document: Document): Promise<Alias | undefined> {
  const {visit} = await import('yaml')
  let first: Alias | undefined
  visit(document, {
    Alias(_key, alias) {
      first = alias
      return visit.BREAK
    },
  })
  return first
}

async function parse(text: string, file: string): Promise<Document> {
  const {isMap, parseDocument} = await import('yaml')
  const document: Document = parseDocument(text, {prettyErrors: false})
  const [fault] = document.errors
  if (fault !== undefined) throw malformed(file, text, fault.pos[0], fault.message)
  if (document.contents === null) document.contents = document.createNode({})
  if (!isMap(document.contents)) throw malformed(file, text, 0, 'The file must hold keys and values.')
  return document
}

/**
 * Lines that the edit does not touch stay as they were written, whatever the library would make of them: `plain` is what
 * it makes of them without the edit.
 */
async function write(
  document: Document,
  {before, plain}: {readonly before: string; readonly plain: string},
): Promise<string> {
  const {keepLines} = await import('./keep-lines.js')
  const edited = inStyleOf(before, document)
  const kept = keepLines(before, plain, edited)
  return (await says(kept, document)) ? kept : edited
}

/** Lines of two kinds of indentation can come together. */
async function says(text: string, document: Document): Promise<boolean> {
  const {parseDocument} = await import('yaml')
  const read = parseDocument(text)
  return read.errors.length === 0 && JSON.stringify(read.toJS()) === JSON.stringify(document.toJS())
}

/** In the style that the file has: its indentation, its line ends, long lines left whole. */
function inStyleOf(before: string, document: Document): string {
  const indent = /^( +)[^\s#-][^\n]*$/m.exec(before)?.[1]?.length ?? 2
  const text = document.toString({
    lineWidth: 0,
    indent: Math.min(indent, 8),
    indentSeq: !/^( *)[^\s#-][^\n]*:[^\S\n]*\r?\n\1- /m.test(before),
    flowCollectionPadding: !/[{[][^\s\]}]/.test(before),
  })
  return before.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text
}

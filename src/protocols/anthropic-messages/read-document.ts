import type {Part} from '../../contract/index.js'
import type {Note} from '../dropped.js'
import {type Json, list, object, text} from '../json.js'
import {readAddress, readInline} from './read-address.js'
import {readBase64} from './read-base64.js'

type Inside = (block: unknown, note: Note) => readonly Part[]

type SourceReader = (source: Json, name: string, note: Note, inside: Inside) => readonly Part[]

const SOURCES: Readonly<Record<string, SourceReader>> = {
  base64: readBytes,
  text: (source) => words(text(source.data) ?? ''),
  content: (source, _name, note, inside) =>
    typeof source.content === 'string'
      ? words(source.content)
      : list(source.content).flatMap((one) => inside(one, note)),
  url: readLinked,
}

/** `inside` reads blocks that stand in it. Title and context go before it as text: the upstream has no field for them. */
export function readDocument(block: Json, note: Note, inside: Inside): readonly Part[] {
  const source = object(block.source)
  const title = text(block.title)
  const lead = [title, text(block.context)].filter((line) => line !== undefined && line !== '').join('\n')
  const type = text(source.type) ?? 'unknown'
  if (!Object.hasOwn(SOURCES, type)) {
    note(`source ${type}`)
    return [...words(lead), ...missing('it is not part of the request')]
  }
  return [...words(lead), ...(SOURCES[type]?.(source, fileName(title), note, inside) ?? [])]
}

/** How far into a file its mark may stand. */
const HEAD = 1024

function readLinked(source: Json, name: string, note: Note): readonly Part[] {
  if (readInline(source) !== undefined) return readBytes(source, name, note)
  const url = readAddress(source.url)
  if (url !== undefined) return [{type: 'file', source: {type: 'url', url}, name}]
  note('source url')
  return missing('its address cannot be fetched')
}

function readBytes(source: Json, name: string, note: Note): readonly Part[] {
  const inline = readInline(source) ?? ''
  const read = readBase64(inline)
  const mediaType = text(source.media_type) ?? /^data:([^;,]+)/i.exec(inline)?.[1] ?? ''
  if (read !== undefined && Buffer.from(read.bytes.subarray(0, HEAD)).includes('%PDF'))
    return [{type: 'file', source: {type: 'base64', mediaType: 'application/pdf', data: read.data}, name}]
  if (read !== undefined && /^(text\/|application\/(json|xml))/.test(mediaType))
    return words(Buffer.from(read.bytes).toString('utf8'))
  note(`document ${mediaType === '' ? 'unreadable' : mediaType}`)
  return missing('it is no PDF and no text')
}

function fileName(title: string | undefined): string {
  if (title === undefined || title === '') return 'document.pdf'
  return /\.pdf$/i.test(title) ? title : `${title}.pdf`
}

function missing(why: string): readonly Part[] {
  return words(`[A document was left out here: ${why}.]`)
}

function words(said: string): readonly Part[] {
  return said === '' ? [] : [{type: 'text', text: said}]
}

import type {Part} from '../../contract/index.js'
import type {Note} from '../dropped.js'
import {type Json, list, object, text} from '../json.js'
import {readAddress, readInline} from '../read-address.js'
import {fileName, missingFile, readFile} from '../read-file.js'

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
    return [...words(lead), ...missingFile('it is not part of the request')]
  }
  return [...words(lead), ...(SOURCES[type]?.(source, fileName(title), note, inside) ?? [])]
}

function readLinked(source: Json, name: string, note: Note): readonly Part[] {
  if (readInline(source) !== undefined) return readBytes(source, name, note)
  const url = readAddress(source.url)
  if (url !== undefined) return [{type: 'file', source: {type: 'url', url}, name}]
  note('source url')
  return missingFile('its address cannot be fetched')
}

function readBytes(source: Json, name: string, note: Note): readonly Part[] {
  return readFile(readInline(source) ?? '', text(source.media_type), name, note)
}

function words(said: string): readonly Part[] {
  return said === '' ? [] : [{type: 'text', text: said}]
}

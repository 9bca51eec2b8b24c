import type {Part} from '../../contract/index.js'
import type {Note} from '../dropped.js'
import {type Json, object, text} from '../json.js'
import {readAddress} from '../read-address.js'
import {fileName, missingFile, readFile} from '../read-file.js'
import {readImage} from '../read-image.js'

type PartReader = (part: Json, note: Note) => readonly Part[]

/** Both dialects of OpenAI; clients mix them. */
const PARTS: Readonly<Record<string, PartReader>> = {
  text: (part) => words(text(part.text) ?? ''),
  input_text: (part) => words(text(part.text) ?? ''),
  output_text: (part) => words(text(part.text) ?? ''),
  refusal: (part) => words(text(part.refusal) ?? ''),
  image_url: readPicture,
  input_image: readPicture,
  file: (part, note) => readAttachment(object(part.file), note),
  input_file: readAttachment,
  input_audio: leaveOutSound,
}

/** Text, or parts of a message or of a tool's output. An unknown part gives the text that it has. */
export function readParts(content: unknown, note: Note): readonly Part[] {
  if (content === undefined || content === null) return []
  const parts = Array.isArray(content) ? content : [content]
  return parts.flatMap((source) => {
    const plain = text(source)
    if (plain !== undefined) return words(plain)
    const part = object(source)
    const type = text(part.type) ?? typeof source
    if (Object.hasOwn(PARTS, type)) return PARTS[type]?.(part, note) ?? []
    if (text(part.text) === undefined) note(`block ${type}`)
    return words(text(part.text) ?? '')
  })
}

/** An assistant only ever speaks text. */
export function readSpoken(content: unknown, note: Note): readonly Part[] {
  const parts = readParts(content, note)
  if (parts.some((part) => part.type !== 'text')) note('image of the assistant')
  return parts.filter((part) => part.type === 'text')
}

/** The address stands in the part, or in an object of it. */
function readPicture({image_url: image}: Json, note: Note): readonly Part[] {
  const url = text(image) ?? text(object(image).url)
  return readImage({source: url === undefined ? {type: 'file'} : {type: 'url', url}}, note)
}

function readAttachment(file: Json, note: Note): readonly Part[] {
  const name = fileName(text(file.filename))
  const data = text(file.file_data)
  if (data !== undefined) return readFile(data, undefined, name, note)
  const url = readAddress(file.file_url)
  if (url !== undefined) return [{type: 'file', source: {type: 'url', url}, name}]
  note('source file')
  return missingFile('it is not part of the request')
}

function leaveOutSound(_part: Json, note: Note): readonly Part[] {
  note('block input_audio')
  return words('[A recording was left out here: the upstream takes no sound.]')
}

function words(said: string): readonly Part[] {
  return said === '' ? [] : [{type: 'text', text: said}]
}

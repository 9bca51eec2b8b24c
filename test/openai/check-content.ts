import {isObject, type Json} from './json.js'
import {invalid, type Refusal} from './refusal.js'

interface Shape {
  readonly keys: readonly string[]
  readonly check: (part: Json, at: string) => Refusal | undefined
}

const GIVEN: Readonly<Record<string, Shape>> = {
  input_text: {keys: ['text'], check: checkString('text')},
  input_image: {keys: ['image_url', 'detail'], check: checkImage},
  input_file: {keys: ['file_data', 'filename', 'file_url', 'detail'], check: checkFile},
  input_audio: {keys: ['input_audio'], check: () => undefined},
}
const SPOKEN: Readonly<Record<string, Shape>> = {
  output_text: {keys: ['text', 'annotations', 'logprobs'], check: checkString('text')},
  refusal: {keys: ['refusal'], check: checkString('refusal')},
}
const SIDES = {given: GIVEN, spoken: SPOKEN}

/** Content of a message or of a tool's output: text, or parts. */
export function checkContent(content: unknown, side: keyof typeof SIDES, at: string): Refusal | undefined {
  if (typeof content === 'string') return undefined
  if (!Array.isArray(content)) return invalid(`Invalid type for '${at}'.`, at, 'invalid_type')
  for (const [index, part] of content.entries()) {
    const refusal = checkPart(part, SIDES[side], `${at}[${index}]`)
    if (refusal !== undefined) return refusal
  }
  return undefined
}

function checkPart(part: unknown, shapes: Readonly<Record<string, Shape>>, at: string): Refusal | undefined {
  if (!isObject(part)) return invalid(`Invalid type for '${at}'.`, at, 'invalid_type')
  const shape = shapes[String(part.type)]
  if (shape === undefined) {
    const known = Object.keys(shapes).map((type) => `'${type}'`)
    return invalid(
      `Invalid value: '${String(part.type)}'. Supported values are: ${known.join(', ')}.`,
      at,
      'invalid_value',
    )
  }
  const stray = Object.keys(part).find((key) => key !== 'type' && !shape.keys.includes(key))
  if (stray !== undefined) return invalid(`Unknown parameter: '${at}.${stray}'.`, `${at}.${stray}`, 'unknown_parameter')
  return shape.check(part, at)
}

function checkString(key: string) {
  return (part: Json, at: string): Refusal | undefined =>
    typeof part[key] === 'string'
      ? undefined
      : invalid(`Invalid type for '${at}.${key}': expected a string.`, `${at}.${key}`, 'invalid_type')
}

const DATA_URL = /^data:([\w.+-]+\/[\w.+-]+);base64,([A-Za-z0-9+/]*={0,2})$/
const IMAGES: Readonly<Record<string, (bytes: Buffer) => boolean>> = {
  'image/png': (bytes) => bytes.subarray(0, 8).toString('latin1') === '\x89PNG\r\n\x1a\n' && bytes.includes('IEND'),
  'image/jpeg': (bytes) => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes.at(-1) === 0xd9 && bytes.at(-2) === 0xff,
  'image/gif': (bytes) => bytes.subarray(0, 4).toString('latin1') === 'GIF8',
  'image/webp': (bytes) => bytes.subarray(8, 12).toString('latin1') === 'WEBP',
}

function checkImage({image_url: url}: Json, at: string): Refusal | undefined {
  if (typeof url !== 'string') return invalid(`Invalid type for '${at}.image_url'.`, `${at}.image_url`, 'invalid_type')
  if (/^https?:\/\/\S+$/.test(url)) return undefined
  const [, type = '', data = ''] = DATA_URL.exec(url) ?? []
  const isImage = IMAGES[type]
  if (isImage === undefined || data.length % 4 !== 0)
    return invalid(
      "Invalid 'image_url'. Expected a base64-encoded data URL with an image MIME type (e.g. 'data:image/png;base64,aW1nIGJ5dGVzIGhlcmU='), but got a value that is not.",
      `${at}.image_url`,
      'invalid_value',
    )
  return isImage(Buffer.from(data, 'base64'))
    ? undefined
    : invalid(
        'The image data you provided does not represent a valid image. Please check your input and try again.',
        `${at}.image_url`,
        'invalid_image',
      )
}

function checkFile({file_data: data, filename, file_url: url}: Json, at: string): Refusal | undefined {
  if (typeof url === 'string' && data === undefined)
    return /^https?:\/\/\S+$/.test(url)
      ? undefined
      : invalid(`Invalid '${at}.file_url': expected a valid URL.`, `${at}.file_url`, 'invalid_value')
  if (typeof data !== 'string' || !DATA_URL.test(data))
    return invalid(`Invalid '${at}.file_data': expected a base64-encoded data URL.`, `${at}.file_data`, 'invalid_value')
  return typeof filename === 'string'
    ? undefined
    : invalid(`Missing required parameter: '${at}.filename'.`, `${at}.filename`, 'missing_required_parameter')
}

import type {Part} from '../contract/index.js'
import type {Note} from './dropped.js'
import {readBase64} from './read-base64.js'

/** How far into a file its mark may stand. */
const HEAD = 1024

/** A file in base64, with or without the head of a data address: upstreams take PDF, and what is text becomes text. */
export function readFile(data: string, type: string | undefined, name: string, note: Note): readonly Part[] {
  const read = readBase64(data)
  const mediaType = type ?? /^data:([^;,]+)/i.exec(data)?.[1] ?? ''
  if (read !== undefined && Buffer.from(read.bytes.subarray(0, HEAD)).includes('%PDF'))
    return [{type: 'file', source: {type: 'base64', mediaType: 'application/pdf', data: read.data}, name}]
  if (read !== undefined && /^(text\/|application\/(json|xml))/.test(mediaType)) {
    const words = Buffer.from(read.bytes).toString('utf8')
    return words === '' ? [] : [{type: 'text', text: words}]
  }
  note(`document ${mediaType === '' ? 'unreadable' : mediaType}`)
  return missingFile('it is no PDF and no text')
}

/** Upstreams go by the ending. */
export function fileName(title: string | undefined): string {
  if (title === undefined || title === '') return 'document.pdf'
  return /\.pdf$/i.test(title) ? title : `${title}.pdf`
}

export function missingFile(why: string): readonly Part[] {
  return [{type: 'text', text: `[A document was left out here: ${why}.]`}]
}

import {latin} from './latin.js'

/** Where a body of server-sent events stands, for whoever puts a message of his own into it. */
export interface SsePlace {
  /** Keeps the chunk as it is: nothing is read before somebody asks. */
  take(chunk: Uint8Array): void
  /** Whether a message fits in: nothing has come yet, or a blank line came last. */
  isBetween(): boolean
  /** What must stand before a message that cannot wait, so that an unfinished one does not run into it. */
  closing(): string
  /** The first bytes, one character each; empty as long as nothing has come. */
  head(): string
  /** The last chunks, one character a byte. */
  tail(): string
}

/** Chunks; none is empty, so that the longest blank line (`\n\r\n`) lies within them however it is cut. */
const KEPT = 4
/** Bytes. */
const LONGEST_BLANK = 3
/** Bytes. */
const HEAD = 4096

export function followPlace(): SsePlace {
  const first: Uint8Array[] = []
  let missing = HEAD
  const last: Uint8Array[] = []
  const end = () => last.map((chunk) => latin(chunk, Math.max(0, chunk.length - LONGEST_BLANK))).join('')
  const isBetween = () => last.length === 0 || /(?:\n\r?\n|\r\r)$/.test(end())
  return {
    take(chunk) {
      if (chunk.length === 0) return
      if (missing > 0) {
        first.push(chunk)
        missing -= chunk.length
      }
      last.push(chunk)
      if (last.length > KEPT) last.shift()
    },
    isBetween,
    closing() {
      if (isBetween()) return ''
      return end().endsWith('\n') ? '\n' : '\n\n'
    },
    head: () =>
      first
        .map((chunk) => latin(chunk, 0, HEAD))
        .join('')
        .slice(0, HEAD),
    tail: () => last.map((chunk) => latin(chunk)).join(''),
  }
}

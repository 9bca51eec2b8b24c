import type {RelayOutcome} from '../../../contract/index.js'
import {object, parseJson} from '../../json.js'
import {bufferOf, latin} from '../../latin.js'
import {sse} from '../../sse.js'
import {readClose} from './read-close.js'

export interface CloseFinder {
  /** Remembers a chunk on its way. */
  take(chunk: Uint8Array): void
  /** Whether it plainly closed, at the price of one look; `false` says nothing. */
  isPlain(): boolean
  /** How the answer closed; for when the body is over. */
  outcome(): RelayOutcome | undefined
}

/** Bytes of whole messages that are still looked at when the body is over: what closes an answer is among its last. */
const LOOK_BACK = 64 * 1024

/**
 * Finds the one message that matters among thousands that do not, without looking at any of them: only the last ones are
 * kept, and read at the end.
 */
export function findClose(now?: () => number): CloseFinder {
  /** Chunks of the message that is not over. */
  let open: Uint8Array[] = []
  /** What came before, in pieces that end with a blank line. The latest is kept whole, however long its messages are. */
  const past: Piece[] = []
  let size = 0
  let edge = ''
  return {
    take(chunk) {
      const end = afterBlank(chunk, edge)
      edge = (edge + latin(chunk, Math.max(0, chunk.length - REACH))).slice(-REACH)
      open.push(chunk.subarray(0, end))
      if (end === undefined) return
      const piece = {chunks: open, size: open.reduce((sum, {length}) => sum + length, 0)}
      past.push(piece)
      size += piece.size
      open = [chunk.subarray(end)]
      for (let first = past[0]; first && size - first.size >= LOOK_BACK; first = past[0]) {
        past.shift()
        size -= first.size
      }
    },
    isPlain: () => past.at(-1)?.chunks.some((chunk) => bufferOf(chunk).lastIndexOf(PLAIN) !== -1) === true,
    outcome() {
      return firstClose(Buffer.concat([...past.flatMap((piece) => piece.chunks), ...open]), now)
    },
  }
}

interface Piece {
  readonly chunks: readonly Uint8Array[]
  readonly size: number
}

/** How a whole answer ends on every backend seen. */
const PLAIN = 'data: {"type":"response.completed"'

const BLANKS = ['\n\n', '\n\r\n', '\r\r']
/** Characters that a blank line may reach back into the chunk before. */
const REACH = 2

/** Where in a chunk the message after the last blank line begins; `edge` is what stood before the chunk. */
function afterBlank(chunk: Uint8Array, edge: string): number | undefined {
  const bytes = bufferOf(chunk)
  const seam = edge + latin(chunk, 0, REACH)
  for (const blank of BLANKS) {
    const inside = bytes.lastIndexOf(blank, undefined, 'latin1')
    if (inside !== -1) return inside + blank.length
    const across = seam.lastIndexOf(blank)
    if (across !== -1 && across + blank.length > edge.length) return across + blank.length - edge.length
  }
  return undefined
}

/** No text of an answer holds these: there every quotation mark is escaped. */
const TELLING = /"(?:response\.(?:completed|done|incomplete|failed|cancelled)|error)"/

function firstClose(bytes: Buffer, now?: () => number): RelayOutcome | undefined {
  const text = latin(bytes)
  const found = TELLING.exec(text)
  if (found === null) return undefined
  const begin = Math.max(...BLANKS.map((blank) => text.lastIndexOf(blank, found.index)), 0)
  const [state, messages] = sse.step(sse.initial(), bytes.subarray(begin))
  for (const message of [...messages, ...sse.end(state)]) {
    const close = TELLING.test(message) ? readClose(object(parseJson(message)), now) : undefined
    if (close !== undefined) return close
  }
  return undefined
}

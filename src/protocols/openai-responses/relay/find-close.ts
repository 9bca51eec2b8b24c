import type {RelayOutcome} from '../../../contract/index.js'
import {object, parseJson} from '../../json.js'
import {latin} from '../../latin.js'
import {sse} from '../../sse.js'
import {stepAll} from '../../transducer.js'
import {readClose} from './read-close.js'

export interface CloseFinder {
  /** Looks at a chunk on its way. */
  take(chunk: Uint8Array): void
  /** How the answer closed, as far as it was seen; what came without a blank line counts once the body is over. */
  outcome(): RelayOutcome | undefined
}

/**
 * No text of an answer holds these: there every quotation mark is escaped. With one more word that begins otherwise the
 * search takes twice as long.
 */
const TELLING = /"(?:response\.(?:completed|done|incomplete|failed|cancelled)|error)"/
/** Characters that the longest of them may reach back into the chunk before, and a blank line too. */
const REACH = 24

/**
 * Finds the one message that matters among thousands that do not, by its bytes: a message is only read when a telling
 * word stands in it. One byte is one character here, so that no chunk has to be decoded.
 */
export function findClose(now?: () => number): CloseFinder {
  let outcome: RelayOutcome | undefined
  /** Chunks since the last blank line, that is, of the message that is not over. */
  let open: Uint8Array[] = []
  let edge = ''
  let isTelling = false
  const readOpen = (): void => {
    for (const message of messagesOf(open)) outcome ??= readClose(object(parseJson(message)), now)
  }
  return {
    take(chunk) {
      const seen = latin(chunk)
      const seam = edge + seen.slice(0, REACH)
      isTelling ||= TELLING.test(seam) || TELLING.test(seen)
      open.push(chunk)
      const rest = afterBlank(seen) ?? afterBlank(seam, edge.length)
      if (rest !== undefined) {
        if (isTelling) readOpen()
        open = [chunk.subarray(rest)]
        isTelling &&= TELLING.test(seen.slice(rest))
      }
      edge = seen.length < REACH ? (edge + seen).slice(-REACH) : seen.slice(-REACH)
    },
    outcome() {
      if (isTelling) readOpen()
      return outcome
    },
  }
}

const BLANKS = ['\n\n', '\n\r\n']

/** Where in a chunk the message after the last blank line begins; `before` characters stand before the chunk. */
function afterBlank(seen: string, before = 0): number | undefined {
  for (const blank of BLANKS) {
    const at = seen.lastIndexOf(blank)
    if (at !== -1) return at + blank.length > before ? at + blank.length - before : undefined
  }
  return undefined
}

function messagesOf(chunks: readonly Uint8Array[]): readonly string[] {
  const [state, messages] = stepAll(sse, sse.initial(), chunks)
  return [...messages, ...sse.end(state)]
}

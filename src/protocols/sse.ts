import {StringDecoder} from 'node:string_decoder'
import {withoutMark} from './byte-order-mark.js'
import {bufferOf} from './latin.js'
import type {Transducer} from './transducer.js'

interface SseState {
  /** Ten times as fast as the one of the web, which also makes two bytes of each letter. */
  readonly decoder: StringDecoder
  isBegun: boolean
  /** A lone `\r` ended the last chunk: a `\n` after it ends no further line. */
  isReturned: boolean
  /** The line that no chunk has ended yet. In pieces, so that a long line is not searched again with every chunk. */
  pieces: string[]
  /** Data lines of the message that no blank line has ended yet. */
  data: string | undefined
}

const NOTHING: readonly string[] = []
const D = 'd'.charCodeAt(0)
const SPACE = ' '.charCodeAt(0)

/**
 * Chunks of a body to the data of its server-sent events. Event names are not read: every dialect here repeats them in
 * the data, and the data is what counts. A last message without its blank line is still given.
 */
export const sse: Transducer<SseState, Uint8Array, string> = {
  initial: () => ({decoder: new StringDecoder('utf8'), isBegun: false, isReturned: false, pieces: [], data: undefined}),
  step: (state, chunk) => [state, takeText(state, oneLineEnd(state, decode(state, chunk)))],
  end: (state) => takeText(state, oneLineEnd(state, `${state.decoder.end()}\n\n`)),
}

function decode(state: SseState, chunk: Uint8Array): string {
  const text = state.decoder.write(bufferOf(chunk))
  if (state.isBegun || text === '') return text
  state.isBegun = true
  return withoutMark(text)
}

/** Lines may end in `\n`, `\r\n` or `\r`; hardly a stream has one that does not end in the first. */
function oneLineEnd(state: SseState, text: string): string {
  if (text === '' || (!state.isReturned && !text.includes('\r'))) return text
  const rest = state.isReturned && text.startsWith('\n') ? text.slice(1) : text
  state.isReturned = text.endsWith('\r')
  return rest.replaceAll(/\r\n?/g, '\n')
}

/** One message as it goes on the wire. `data` has no line breaks. */
export function sseMessage(event: string, data: string): string {
  return `event: ${event}\ndata: ${data}\n\n`
}

function takeText(state: SseState, text: string): readonly string[] {
  let end = text.indexOf('\n')
  if (end === -1) {
    if (text !== '') state.pieces.push(text)
    return NOTHING
  }
  const out: string[] = []
  let from = 0
  if (state.pieces.length > 0) {
    const line = state.pieces.join('') + text.slice(0, end)
    state.pieces = []
    takeLine(state, line, 0, line.length, out)
    from = end + 1
    end = text.indexOf('\n', from)
  }
  while (end !== -1) {
    takeLine(state, text, from, end, out)
    from = end + 1
    end = text.indexOf('\n', from)
  }
  if (from < text.length) state.pieces.push(text.slice(from))
  return out
}

function takeLine(state: SseState, text: string, from: number, end: number, out: string[]): void {
  if (end === from) {
    if (state.data !== undefined) out.push(state.data)
    state.data = undefined
  } else if (text.charCodeAt(from) === D && text.startsWith('data:', from)) {
    const value = text.slice(text.charCodeAt(from + 5) === SPACE ? from + 6 : from + 5, end)
    state.data = state.data === undefined ? value : `${state.data}\n${value}`
  }
}

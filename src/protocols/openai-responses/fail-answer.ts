import {cutStream} from '../cut-stream.js'
import type {Json} from '../json.js'
import type {Answer, Out} from './answer.js'
import {readStreamError} from './read-error.js'

/** Blocks that are open stay open: a block's end says that it is whole, and a client may act on it at once. */
export function failAnswer(answer: Answer, event: Json, out: Out): void {
  answer.ended = true
  out.push({type: 'turn-error', fault: readStreamError(event, answer.now?.())})
}

export function cutAnswer(answer: Answer, why: string, out: Out): void {
  answer.ended = true
  out.push({type: 'turn-error', fault: cutStream(why)})
}

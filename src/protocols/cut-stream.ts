import type {TurnFault} from '../contract/index.js'
import {quote} from './quote.js'

export function cutStream(why?: string): TurnFault {
  const detail = why === undefined || why === '' ? '' : ` (${quote(why)})`
  return {blame: 'upstream', kind: 'cut-stream', message: `The upstream's answer was cut off${detail}.`}
}

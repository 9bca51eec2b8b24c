import type {TurnEvent} from '../../../contract/index.js'
import type {AnswerContext} from '../../client-protocol.js'
import {foldTurn} from '../../fold-turn.js'
import {closedItem, itemId} from './write-item.js'
import {closedResponse, responseId} from './write-response.js'

export function writeMessage(events: Iterable<TurnEvent>, answer: AnswerContext): unknown {
  const turn = foldTurn(events)
  const id = responseId(turn.id, answer)
  const output = turn.blocks.map(({start, text, end}, index) =>
    closedItem(start, itemId(start, id, index, answer), text, end, answer),
  )
  return closedResponse(id, output, turn, answer)
}

import type {TurnFault} from '../contract/index.js'

export const EMPTY_ANSWER: TurnFault = {
  blame: 'upstream',
  kind: 'empty-answer',
  message: 'The model ended its turn without an answer.',
}

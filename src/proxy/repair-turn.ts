import type {Turn} from '../contract/index.js'
import type {Sending} from './attempt.js'
import type {Repair} from './fates.js'

/** Said after an empty answer, so that the same question is not answered the same way. */
export const NUDGE = 'Your last answer was empty. Go on with the task, or say why you cannot.'

const REPAIRS: Readonly<Record<Repair, (turn: Turn) => Turn>> = {
  'without-replay': (turn) => ({...turn, items: turn.items.filter(({type}) => type !== 'reasoning')}),
  'without-format': ({format: _refused, jsonObject: _alike, ...turn}) => turn,
  nudge: (turn) => ({
    ...turn,
    items: [...turn.items, {type: 'message', role: 'developer', parts: [{type: 'text', text: NUDGE}]}],
  }),
}

/** The turn as this sending wants it. */
export function repairTurn(turn: Turn, {model, repairs}: Pick<Sending, 'model' | 'repairs'>): Turn {
  const changed = [...repairs].reduce((current, repair) => REPAIRS[repair](current), turn)
  return {...changed, model}
}

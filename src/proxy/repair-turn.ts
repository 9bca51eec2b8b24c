import type {Turn} from '../contract/index.js'
import {aliasTools, namesIn} from '../protocols/tool-names.js'
import type {Sending} from './attempt.js'
import type {Repair} from './fates.js'
import type {Shelf} from './refused-tools.js'

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

/** Refusals name a tool as it was sent. */
export const TURN_TOOLS: Shelf<Turn> = {
  without: (turn, isRefused) => {
    const tools = turn.tools.filter((tool) => !isRefused(tool))
    return tools.length === turn.tools.length ? turn : {...turn, tools}
  },
  find: (turn, {name, index = -1}) => {
    const {alias} = aliasTools(namesIn(turn))
    return name === undefined ? turn.tools[index] : turn.tools.find((tool) => alias(tool.name) === name)
  },
}

import type {Repair} from './fates.js'
import {NUDGE} from './repair-turn.js'

type Body = Readonly<Record<string, unknown>>

/** Sealed items are left out by the dialect itself, which knows them all. */
const REPAIRS: Readonly<Record<Repair, (body: Body) => Body>> = {
  'without-replay': (body) => body,
  'without-format': (body) => {
    const {format: _refused, ...text} = Object(body.text) as Body
    return {...body, text}
  },
  nudge: (body) => ({
    ...body,
    input: [
      ...(Array.isArray(body.input) ? body.input : [{role: 'user', content: body.input}]),
      {type: 'message', role: 'developer', content: [{type: 'input_text', text: NUDGE}]},
    ],
  }),
}

/** The body as this sending wants it. */
export function repairBody(body: Body, repairs: ReadonlySet<Repair>): Body {
  return [...repairs].reduce((current, repair) => REPAIRS[repair](current), body)
}

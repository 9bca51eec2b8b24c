import {list, object, text, unlessSame} from '../protocols/json.js'
import type {Repair} from './fates.js'
import type {Shelf} from './refused-tools.js'
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

/** Tools of a namespace stand inside it. */
export const BODY_TOOLS: Shelf<Body> = {
  without: (body, isRefused) => {
    const offered = list(body.tools)
    const tools = unlessSame(
      offered,
      offered.flatMap((tool) => withoutRefused(tool, isRefused)),
    )
    if (tools === offered) return body
    const chosen = text(object(body.tool_choice).name)
    const isGone = tools.length === 0 || (chosen !== undefined && findTool(tools, chosen) === undefined)
    return {...body, tools, ...(isGone ? {tool_choice: 'auto'} : {})}
  },
  find: ({tools}, {name, index = -1}) => (name === undefined ? list(tools)[index] : findTool(list(tools), name)),
}

function withoutRefused(source: unknown, isRefused: (tool: unknown) => boolean): readonly unknown[] {
  const tool = object(source)
  if (tool.type !== 'namespace') return isRefused(source) ? [] : [source]
  const offered = list(tool.tools)
  const tools = offered.filter((one) => !isRefused(one))
  if (tools.length === offered.length) return [source]
  return tools.length === 0 ? [] : [{...tool, tools}]
}

function findTool(tools: readonly unknown[], name: string): unknown {
  return tools
    .flatMap((tool) => (object(tool).type === 'namespace' ? list(object(tool).tools) : [tool]))
    .find((tool) => object(tool).name === name)
}

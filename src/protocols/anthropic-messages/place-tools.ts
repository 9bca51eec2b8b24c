import {type Json, list, object, text} from '../json.js'

/** Where a tool stands: those of one place are ordered by name. `undefined` for one that is hidden. */
export type Place = (tool: Json) => number | undefined

const FIRST = 0

/**
 * A deferred tool is hidden until the client's own search has named it in a `tool_reference`, or it was called before.
 * From then on it stands behind the others, in the order of finding: what the upstream has cached of the list stays its
 * beginning. Where the search would run at the other vendor, nothing could ever be found, so nothing is hidden.
 */
export function placeTools(request: Json, tools: readonly Json[]): Place {
  const searchesThere = tools.some((tool) => /^tool_search_/.test(text(tool.type) ?? ''))
  if (searchesThere || !tools.some(isDeferred)) return () => FIRST
  const found = [...new Set([...mentionedTools(request.messages), text(object(request.tool_choice).name)])]
  const places = new Map(found.map((name, at) => [name, FIRST + 1 + at]))
  return (tool) => (isDeferred(tool) ? places.get(text(tool.name)) : FIRST)
}

function isDeferred(tool: Json): boolean {
  return tool.defer_loading === true
}

function mentionedTools(messages: unknown): readonly string[] {
  return list(messages)
    .flatMap((message) => list(object(message).content))
    .flatMap((block) => [block, ...list(object(block).content)])
    .map(object)
    .flatMap(({type, name, tool_name}) => (type === 'tool_use' ? [name] : type === 'tool_reference' ? [tool_name] : []))
    .filter((name): name is string => typeof name === 'string')
}

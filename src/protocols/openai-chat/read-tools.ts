import type {Tool, ToolChoice, WebSearchTool} from '../../contract/index.js'
import type {CallShape} from '../client-protocol.js'
import type {Note} from '../dropped.js'
import {isWebSearch} from '../is-web-search.js'
import {type Json, list, object, text} from '../json.js'
import {objectSchema} from '../object-schema.js'
import {CHOICE_WORDS} from '../openai/choice-words.js'
import {customTool} from '../openai/custom-tool.js'
import {readWebSearch} from '../openai/read-web-search.js'
import {readLocation} from '../read-location.js'

export interface ReadTools {
  readonly tools: readonly Tool[]
  readonly calls: Readonly<Record<string, CallShape>>
}

/** By name, whatever order they came in, so that the upstream's cache survives it. */
export function readTools(request: Json, note: Note): ReadTools {
  const known = new Map<string, Tool>()
  const customs = new Set<string>()
  for (const source of list(request.tools).map(object)) {
    const tool = readTool(source, note)
    if (tool === undefined) continue
    if (known.has(tool.name)) note('tool duplicate')
    else known.set(tool.name, tool)
    if (source.type === 'custom') customs.add(tool.name)
  }
  const search = readSearch(request.web_search_options)
  if (search !== undefined && !known.has(search.name)) known.set(search.name, search)
  return {
    tools: [...known.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    calls: Object.fromEntries([...customs].map((name) => [name, {type: 'custom', name}])),
  }
}

type ToolReader = (tool: Json, name: string) => Tool

const TOOLS: Readonly<Record<string, ToolReader>> = {
  function: (tool, name) => ({
    type: 'function',
    name,
    description: text(tool.description) ?? '',
    schema: objectSchema(tool.parameters),
  }),
  custom: (tool, name) => customTool(name, tool),
}

/** What a tool is stands in an object named for its type; some clients leave that out. */
function readTool(source: Json, note: Note): Tool | undefined {
  const type = text(source.type) ?? 'function'
  const told = {...source, ...object(source[type])}
  if (isWebSearch(type)) return readWebSearch(told)
  const name = text(told.name)
  if (!Object.hasOwn(TOOLS, type) || name === undefined || name === '') {
    note(`tool ${type}`)
    return undefined
  }
  return TOOLS[type]?.(told, name)
}

function readSearch(options: unknown): WebSearchTool | undefined {
  if (typeof options !== 'object' || options === null) return undefined
  return {
    type: 'web-search',
    name: 'web_search',
    allowedDomains: [],
    ...readLocation(object(object(options).user_location).approximate),
  }
}

export function readToolChoice(source: unknown, note: Note): ToolChoice {
  const choice = object(source)
  const type = text(source) ?? text(choice.type) ?? 'auto'
  const name = isWebSearch(type) ? 'web_search' : (text(object(choice[type]).name) ?? text(choice.name))
  if (name !== undefined) return {type: 'tool', name}
  if (!Object.hasOwn(CHOICE_WORDS, type)) note(`tool_choice ${type}`)
  return CHOICE_WORDS[type] ?? {type: 'auto'}
}

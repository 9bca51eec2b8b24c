import type {FunctionTool, Tool, ToolChoice, Turn, WebSearchTool} from '../../contract/index.js'
import type {Note} from '../dropped.js'
import {isWebSearch} from '../is-web-search.js'
import {type Json, list, object, text} from '../json.js'
import {objectSchema} from '../object-schema.js'
import {readLocation} from '../read-location.js'
import {CLIENT_TOOLS} from './client-tools.js'
import {placeTools} from './place-tools.js'

/** By place and name, whatever order they came in, so that the upstream's cache survives it. */
export function readTools(request: Json, note: Note): readonly Tool[] {
  const wanted = new Map<string, {readonly tool: Tool; readonly place: number}>()
  const sources = list(request.tools).map(object)
  const placeOf = placeTools(request, sources)
  for (const source of sources) {
    const place = placeOf(source)
    if (place === undefined) {
      note('tool deferred')
      continue
    }
    const tool = readTool(source, note)
    if (tool === undefined) continue
    if (wanted.has(tool.name)) note('tool duplicate')
    else wanted.set(tool.name, {tool, place})
  }
  const ordered = [...wanted.values()].sort((a, b) => a.place - b.place || (a.tool.name < b.tool.name ? -1 : 1))
  return ordered.map(({tool}) => tool)
}

type Choice = Pick<Turn, 'toolChoice' | 'parallelToolCalls'>

const CHOICES: Readonly<Record<string, ToolChoice['type'] & ('auto' | 'none' | 'required')>> = {
  auto: 'auto',
  any: 'required',
  none: 'none',
}

export function readToolChoice(source: unknown, note: Note): Choice {
  const choice = object(source)
  const type = text(source) ?? text(choice.type) ?? 'auto'
  const parallelToolCalls = choice.disable_parallel_tool_use !== true
  const name = text(choice.name)
  if (type === 'tool' && name !== undefined) return {toolChoice: {type: 'tool', name}, parallelToolCalls}
  if (!Object.hasOwn(CHOICES, type)) note(`tool_choice ${type}`)
  return {toolChoice: {type: CHOICES[type] ?? 'auto'}, parallelToolCalls}
}

const TOOL_KEYS = new Set([
  'type',
  'name',
  'description',
  'input_schema',
  'cache_control',
  'defer_loading',
  'eager_input_streaming',
  'allowed_callers',
  'input_examples',
  'strict',
  'max_characters',
])

/** Anything with a name and a schema is an ordinary tool, whatever type it says. */
function readTool(tool: Json, note: Note): Tool | undefined {
  const type = text(tool.type) ?? 'custom'
  const kind = type.replace(/_\d{8}$/, '')
  if (isWebSearch(type)) return readWebSearch(tool, note)
  const name = text(tool.name)
  const schema = tool.input_schema ?? (Object.hasOwn(CLIENT_TOOLS, kind) ? CLIENT_TOOLS[kind]?.schema : undefined)
  if (name === undefined || name === '' || (schema === undefined && type !== 'custom')) {
    note(`tool ${kind.replace(/^tool_search.*/, 'tool_search')}`)
    return undefined
  }
  for (const key of Object.keys(tool)) if (!TOOL_KEYS.has(key)) note(`tool key ${key}`)
  return readFunction(tool, name, schema, CLIENT_TOOLS[kind]?.description)
}

function readFunction(tool: Json, name: string, schema: unknown, known: string | undefined): FunctionTool {
  return {type: 'function', name, description: text(tool.description) ?? known ?? '', schema: objectSchema(schema)}
}

function readWebSearch(tool: Json, note: Note): WebSearchTool {
  if (list(tool.blocked_domains).length > 0) note('web_search blocked_domains')
  if (tool.max_uses !== undefined) note('web_search max_uses')
  return {
    type: 'web-search',
    name: text(tool.name) ?? 'web_search',
    allowedDomains: readDomains(tool.allowed_domains, note),
    ...readLocation(tool.user_location),
  }
}

/** Clients may name pages; the upstream takes names of domains alone. */
function readDomains(source: unknown, note: Note): readonly string[] {
  const domains = list(source).map((one) => {
    const address = (text(one) ?? '').replace(/^([a-z]+:\/\/)?/i, 'https://')
    return URL.canParse(address) ? new URL(address).hostname : undefined
  })
  if (domains.includes(undefined)) note('web_search allowed_domains')
  return [...new Set(domains)].filter((one) => one !== undefined)
}

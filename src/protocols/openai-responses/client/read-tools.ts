import type {Tool, ToolChoice} from '../../../contract/index.js'
import type {CallShape} from '../../client-protocol.js'
import type {Note} from '../../dropped.js'
import {type Json, list, object, text} from '../../json.js'
import {objectSchema} from '../../object-schema.js'
import {CHOICE_WORDS} from '../../openai/choice-words.js'
import {customTool} from '../../openai/custom-tool.js'
import {readWebSearch} from '../../openai/read-web-search.js'
import {flatName} from './flat-name.js'

interface Read {
  readonly tool: Tool
  readonly shape?: CallShape
}

export interface ReadTools {
  readonly tools: readonly Tool[]
  readonly calls: Readonly<Record<string, CallShape>>
}

/** Tools of the request, of an item that brings some, and those that a search of the client found. By name. */
export function readTools(request: Json, note: Note): ReadTools {
  const items = list(request.input).map(object)
  const brought = items.filter(({type}) => type === 'additional_tools' || type === 'tool_search_output')
  const sources = [...list(request.tools), ...brought.flatMap(({tools}) => list(tools))]
  const known = new Map<string, Read>()
  for (const read of sources.flatMap((source) => readTool(object(source), undefined, note))) {
    if (known.has(read.tool.name)) note('tool duplicate')
    else known.set(read.tool.name, read)
  }
  const all = [...known.values()].sort((a, b) => (a.tool.name < b.tool.name ? -1 : 1))
  return {
    tools: all.map(({tool}) => tool),
    calls: Object.fromEntries(all.flatMap(({tool, shape}) => (shape === undefined ? [] : [[tool.name, shape]]))),
  }
}

type ToolReader = (tool: Json, namespace: string | undefined, note: Note) => readonly Read[]

const TOOLS: Readonly<Record<string, ToolReader>> = {
  function: (tool, namespace) => [readFunction(tool, text(tool.name) ?? '', namespace)],
  custom: (tool, namespace) => [readCustom(tool, text(tool.name) ?? '', namespace)],
  namespace: (tool, _outer, note) =>
    list(tool.tools).flatMap((inner) => readTool(object(inner), text(tool.name) ?? '', note)),
  tool_search: ({name: _none, ...tool}) => {
    const {tool: read} = readFunction(tool, SEARCH, undefined)
    return [{tool: read, shape: {type: 'tool-search', name: SEARCH}}]
  },
  web_search: (tool) => [{tool: readWebSearch(tool)}],
}

const SEARCH = 'tool_search'

function readTool(tool: Json, namespace: string | undefined, note: Note): readonly Read[] {
  const type = (text(tool.type) ?? '').replace(/^web_search.*/, 'web_search')
  const read = Object.hasOwn(TOOLS, type) ? (TOOLS[type]?.(tool, namespace, note) ?? []) : undefined
  if (read === undefined || read.some((one) => one.tool.name === '')) note(`tool ${type}`)
  return (read ?? []).filter((one) => one.tool.name !== '')
}

/** Some clients write functions as Chat Completions does. */
function readFunction(source: Json, outerName: string, namespace: string | undefined): Read {
  const tool = {...source, ...object(source.function)}
  const name = outerName || (text(tool.name) ?? '')
  const flat = name === '' ? '' : flatName(name, namespace)
  const description = text(tool.description) ?? ''
  return {
    tool: {type: 'function', name: flat, description, schema: objectSchema(tool.parameters)},
    ...(namespace === undefined ? {} : {shape: {type: 'function', name, namespace}}),
  }
}

function readCustom(source: Json, name: string, namespace: string | undefined): Read {
  const flat = name === '' ? '' : flatName(name, namespace)
  const shape = {type: 'custom', name, ...(namespace === undefined ? {} : {namespace})} as const
  return {tool: customTool(flat, source), shape}
}

export function readToolChoice(source: unknown, note: Note): ToolChoice {
  const choice = object(source)
  const word = text(source) ?? text(choice.type) ?? 'auto'
  const name = text(choice.name)
  if (name !== undefined) return {type: 'tool', name: flatName(name, text(choice.namespace))}
  if (word.startsWith('web_search')) return {type: 'tool', name: 'web_search'}
  if (!Object.hasOwn(CHOICE_WORDS, word)) note(`tool_choice ${word}`)
  return CHOICE_WORDS[word] ?? {type: 'auto'}
}

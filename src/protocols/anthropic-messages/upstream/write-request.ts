import type {Effort, FunctionTool, Tool, ToolNames, Turn, WebSearchTool} from '../../../contract/index.js'
import {cleanJson, cleanText} from '../../clean-text.js'
import {pairCalls} from '../../pair-calls.js'
import {isForeign} from '../../replay.js'
import {resultsFirst} from '../../results-first.js'
import {aliasTools, namesIn, type ToolAliases} from '../../tool-names.js'
import {openSeal} from './thinking-seal.js'
import {type WrittenMessages, writeMessages} from './write-messages.js'

type Written = Readonly<Record<string, unknown>>

/** Tokens. The dialect wants a limit, and this much every model gives. */
const OUTPUT_LIMIT = 32_000

export function writeRequest(
  turn: Turn,
  {fingerprint}: {readonly fingerprint: string},
): {readonly body: Written; readonly dropped: readonly string[]; readonly toolNames: ToolNames} {
  const aliases = aliasTools(namesIn(turn))
  const {system, messages} = markCached(writeMessages(resultsFirst(pairCalls(turn.items)), {...aliases, fingerprint}))
  const body = {
    model: turn.model.id,
    max_tokens: turn.maximumOutputTokens ?? OUTPUT_LIMIT,
    ...(system.length === 0 ? {} : {system}),
    messages,
    ...writeTools(turn, aliases),
    ...writeThinking(turn),
    stream: true,
  }
  return {body, dropped: droppedOf(turn, fingerprint), toolNames: aliases.names}
}

const MARK = {cache_control: {type: 'ephemeral'}}
/** Thoughts must come back as they were. */
const UNMARKED: ReadonlySet<unknown> = new Set(['thinking', 'redacted_thinking'])

/** Nothing is cached without marks: after the system prompt, and after all that was said so far. */
function markCached({system, messages}: WrittenMessages): WrittenMessages {
  const last = messages.at(-1)
  return {
    system: markLast(system),
    messages: last === undefined ? [] : [...messages.slice(0, -1), {...last, content: markLast(last.content)}],
  }
}

function markLast(blocks: readonly Written[]): readonly Written[] {
  const last = blocks.at(-1)
  return last === undefined || UNMARKED.has(last.type) ? blocks : [...blocks.slice(0, -1), {...last, ...MARK}]
}

function writeTools({tools, toolChoice, parallelToolCalls}: Turn, aliases: ToolAliases): Written {
  if (tools.length === 0) return {}
  const choice = writeChoice(tools, toolChoice, aliases)
  const serial = parallelToolCalls || choice.type === 'none' ? {} : {disable_parallel_tool_use: true}
  return {
    tools: tools.map((tool) => (tool.type === 'function' ? writeFunction(tool, aliases) : writeSearch(tool))),
    tool_choice: {...choice, ...serial},
  }
}

function writeFunction({name, description, schema}: FunctionTool, {alias}: ToolAliases): Written {
  return {name: alias(name), description: cleanText(description), input_schema: cleanJson(schema)}
}

const SEARCH = 'web_search'

function writeSearch({allowedDomains, location}: WebSearchTool): Written {
  return {
    type: 'web_search_20250305',
    name: SEARCH,
    ...(allowedDomains.length === 0 ? {} : {allowed_domains: allowedDomains}),
    ...(location === undefined ? {} : {user_location: {type: 'approximate', ...location}}),
  }
}

/** A forced tool that is not offered would be refused; the model chooses then. */
function writeChoice(
  tools: readonly Tool[],
  choice: Turn['toolChoice'],
  {alias}: ToolAliases,
): {readonly type: string; readonly name?: string} {
  if (choice.type !== 'tool') return {type: choice.type === 'required' ? 'any' : choice.type}
  const tool = tools.find(({name}) => name === choice.name)
  if (tool === undefined) return {type: 'auto'}
  return {type: 'tool', name: tool.type === 'web-search' ? SEARCH : alias(tool.name)}
}

const EFFORTS: Readonly<Record<Exclude<Effort, 'none'>, string>> = {
  minimal: 'low',
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'xhigh',
  max: 'max',
}

/** A forced call and a thought before it exclude each other. */
function writeThinking({model: {effort}, toolChoice, tools, showReasoning, format}: Turn): Written {
  const isForced = tools.length > 0 && (toolChoice.type === 'required' || toolChoice.type === 'tool')
  const display = showReasoning ? {display: 'summarized'} : {}
  const output = {
    ...(effort === undefined || effort === 'none' ? {} : {effort: EFFORTS[effort]}),
    ...(format === undefined ? {} : {format: {type: 'json_schema', schema: cleanJson(format.schema)}}),
  }
  return {
    ...(effort === 'none' ? {thinking: {type: 'disabled'}} : {}),
    ...(effort === undefined || effort === 'none' || isForced ? {} : {thinking: {type: 'adaptive', ...display}}),
    ...(Object.keys(output).length === 0 ? {} : {output_config: output}),
  }
}

/** The dialect has no place for a tier, for JSON without a schema, and for how much is said. */
function droppedOf({items, model, jsonObject, verbosity}: Turn, fingerprint: string): readonly string[] {
  const thoughts = items.filter((item) => item.type === 'reasoning')
  const own = thoughts.filter((item) => !isForeign(item, fingerprint))
  return [
    ...(own.length < thoughts.length ? ['reasoning of another account'] : []),
    ...(own.some(({replay}) => openSeal(replay.sealed) === undefined) ? ['reasoning of another upstream'] : []),
    ...(model.tier === undefined ? [] : [`tier ${model.tier}`]),
    ...(jsonObject ? ['format json_object'] : []),
    ...(verbosity === undefined ? [] : [`verbosity ${verbosity}`]),
  ]
}

import type {FunctionTool, ToolNames, Turn} from '../../../contract/index.js'
import {cleanJson, cleanText} from '../../clean-text.js'
import {writeSchema} from '../../openai/write-schema.js'
import {pairCalls} from '../../pair-calls.js'
import {resultsFirst} from '../../results-first.js'
import {aliasTools, namesIn, type ToolAliases} from '../../tool-names.js'
import {writeMessages} from './write-messages.js'

type Written = Readonly<Record<string, unknown>>

/** Few keys: servers of this dialect differ in what they know, and some refuse the rest. */
export function writeRequest(turn: Turn): {
  readonly body: Written
  readonly dropped: readonly string[]
  readonly toolNames: ToolNames
} {
  const aliases = aliasTools(namesIn(turn))
  const {effort, tier, id} = turn.model
  const body = {
    model: id,
    messages: writeMessages(resultsFirst(pairCalls(turn.items)), aliases),
    ...writeTools(turn, aliases),
    ...(effort === undefined ? {} : {reasoning_effort: effort}),
    ...writeFormat(turn),
    ...(turn.verbosity === undefined ? {} : {verbosity: turn.verbosity}),
    ...(tier === 'fast' ? {service_tier: 'priority'} : {}),
    stream: true,
    stream_options: {include_usage: true},
  }
  return {body, dropped: droppedOf(turn), toolNames: aliases.names}
}

function writeFormat({format, jsonObject}: Turn): Written {
  if (format !== undefined) return {response_format: {type: 'json_schema', json_schema: writeSchema(format)}}
  return jsonObject ? {response_format: {type: 'json_object'}} : {}
}

function writeTools({tools, toolChoice, parallelToolCalls}: Turn, aliases: ToolAliases): Written {
  const functions = tools.filter((tool) => tool.type === 'function')
  if (functions.length === 0) return {}
  const isOffered = toolChoice.type === 'tool' && functions.some(({name}) => name === toolChoice.name)
  const forced = isOffered ? {type: 'function', function: {name: aliases.alias(toolChoice.name)}} : 'auto'
  return {
    tools: functions.map((tool) => writeFunction(tool, aliases)),
    tool_choice: toolChoice.type === 'tool' ? forced : toolChoice.type,
    ...(parallelToolCalls ? {} : {parallel_tool_calls: false}),
  }
}

function writeFunction({name, description, schema}: FunctionTool, {alias}: ToolAliases): Written {
  const told = {name: alias(name), description: cleanText(description), parameters: cleanJson(schema)}
  return {type: 'function', function: told}
}

/** The dialect has no place for them. */
function droppedOf({tools, items}: Turn): readonly string[] {
  return [
    ...(tools.some(({type}) => type === 'web-search') ? ['tool web_search'] : []),
    ...(items.some(({type}) => type === 'reasoning') ? ['sealed reasoning'] : []),
  ]
}

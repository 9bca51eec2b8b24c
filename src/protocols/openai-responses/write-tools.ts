import type {FunctionTool, Tool, ToolChoice, WebSearchTool} from '../../contract/index.js'
import {cleanJson, cleanText} from '../clean-text.js'
import type {ToolAliases} from '../tool-names.js'

type Written = Readonly<Record<string, unknown>>

/** `tools` and what belongs to them; nothing at all without tools. */
export function writeTools(
  tools: readonly Tool[],
  choice: ToolChoice,
  parallel: boolean,
  aliases: ToolAliases,
): Written {
  if (tools.length === 0) return {}
  return {
    tools: tools.map((tool) => (tool.type === 'function' ? writeFunction(tool, aliases) : writeWebSearch(tool))),
    tool_choice: writeChoice(tools, choice, aliases),
    parallel_tool_calls: parallel,
  }
}

/** Strict mode takes few schemas and clients' tools rarely fit it. */
function writeFunction(tool: FunctionTool, {alias}: ToolAliases): Written {
  return {
    type: 'function',
    name: alias(tool.name),
    description: cleanText(tool.description),
    strict: false,
    parameters: cleanJson(tool.schema),
  }
}

function writeWebSearch({allowedDomains, location}: WebSearchTool): Written {
  return {
    type: 'web_search',
    ...(allowedDomains.length === 0 ? {} : {filters: {allowed_domains: allowedDomains}}),
    ...(location === undefined ? {} : {user_location: {type: 'approximate', ...cleanJson(location)}}),
  }
}

/** A forced tool that is not offered would be refused; the model chooses then. */
function writeChoice(tools: readonly Tool[], choice: ToolChoice, {alias}: ToolAliases): unknown {
  if (choice.type !== 'tool') return choice.type
  const tool = tools.find(({name}) => name === choice.name)
  if (tool === undefined) return 'auto'
  return tool.type === 'web-search' ? {type: 'web_search'} : {type: 'function', name: alias(tool.name)}
}

import type {Usage} from '../../contract/index.js'
import {number, object} from '../json.js'

/** `usage` and `tool_usage` of a closed response. */
export function readUsage(response: Readonly<Record<string, unknown>>, searchesSeen: number): Usage {
  const usage = object(response.usage)
  const input = object(usage.input_tokens_details)
  const searches = object(object(response.tool_usage).web_search)
  return {
    input: number(usage.input_tokens) ?? 0,
    cached: number(input.cached_tokens) ?? 0,
    cacheWrite: number(input.cache_write_tokens) ?? 0,
    output: number(usage.output_tokens) ?? 0,
    reasoning: number(object(usage.output_tokens_details).reasoning_tokens) ?? 0,
    webSearches: number(searches.num_requests) ?? searchesSeen,
  }
}

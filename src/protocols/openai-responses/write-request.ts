import {createHash} from 'node:crypto'
import type {ToolNames, Turn} from '../../contract/index.js'
import {writeSchema} from '../openai/write-schema.js'
import {pairCalls} from '../pair-calls.js'
import {isForeign} from '../replay.js'
import {aliasTools, namesIn} from '../tool-names.js'
import {writeInput} from './write-input.js'
import {writeTools} from './write-tools.js'

type Written = Readonly<Record<string, unknown>>

/** Exactly these keys, in this order: the backend answers 400 to a key it does not know. */
export function writeRequest(
  turn: Turn,
  {fingerprint}: {readonly fingerprint: string},
): {readonly body: Written; readonly dropped: readonly string[]; readonly toolNames: ToolNames} {
  const items = pairCalls(turn.items)
  const aliases = aliasTools(namesIn(turn))
  const searches = turn.tools.some((tool) => tool.type === 'web-search')
  const body = {
    model: turn.model.id,
    instructions: '',
    input: writeInput(items, {...aliases, fingerprint}),
    ...writeTools(turn.tools, turn.toolChoice, turn.parallelToolCalls, aliases),
    ...writeReasoning(turn),
    store: false,
    stream: true,
    include: ['reasoning.encrypted_content', ...(searches ? ['web_search_call.action.sources'] : [])],
    prompt_cache_key: cacheKey(turn.session.id),
    ...writeText(turn),
    ...(turn.model.tier === 'fast' ? {service_tier: 'priority'} : {}),
  }
  const dropped = turn.items.some((item) => isForeign(item, fingerprint)) ? ['reasoning of another account'] : []
  return {body, dropped, toolNames: aliases.names}
}

/** Without `summary` the upstream thinks in silence. */
function writeReasoning({model, showReasoning}: Turn): Written {
  const reasoning = {
    ...(model.effort === undefined ? {} : {effort: model.effort}),
    ...(showReasoning ? {summary: 'auto'} : {}),
  }
  return Object.keys(reasoning).length === 0 ? {} : {reasoning}
}

function writeText({format, jsonObject, verbosity}: Turn): Written {
  const schema = format === undefined ? undefined : {type: 'json_schema', ...writeSchema(format)}
  const asked = schema ?? (jsonObject ? {type: 'json_object'} : undefined)
  const text = {
    ...(verbosity === undefined ? {} : {verbosity}),
    ...(asked === undefined ? {} : {format: asked}),
  }
  return Object.keys(text).length === 0 ? {} : {text}
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** One key for a session and its subagents: they share the beginning of their prompts. Shaped like a UUID in any case. */
export function cacheKey(session: string): string {
  if (UUID.test(session)) return session
  const hash = createHash('sha256').update(session).digest('hex')
  return [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join('-')
}

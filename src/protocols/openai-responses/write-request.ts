import {createHash} from 'node:crypto'
import type {OutputFormat, ToolNames, Turn} from '../../contract/index.js'
import {object} from '../json.js'
import {pairCalls} from '../pair-calls.js'
import {isForeign} from '../replay.js'
import {aliasTools} from '../tool-names.js'
import {cleanJson} from './clean-text.js'
import {writeInput} from './write-input.js'
import {writeTools} from './write-tools.js'

type Written = Readonly<Record<string, unknown>>

/** Exactly these keys, in this order: the backend answers 400 to a key it does not know. */
export function writeRequest(
  turn: Turn,
  {fingerprint}: {readonly fingerprint: string},
): {readonly body: Written; readonly dropped: readonly string[]; readonly toolNames: ToolNames} {
  const items = pairCalls(turn.items)
  const aliases = aliasTools(namesOf(turn))
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
    ...(turn.format === undefined ? {} : {text: {format: writeFormat(turn.format)}}),
    ...(turn.model.tier === 'fast' ? {service_tier: 'priority'} : {}),
  }
  const dropped = turn.items.some((item) => isForeign(item, fingerprint)) ? ['reasoning of another account'] : []
  return {body, dropped, toolNames: aliases.names}
}

function namesOf(turn: Turn): readonly string[] {
  const called = turn.items.filter((item) => item.type === 'tool-call').map((item) => item.name)
  return [...turn.tools.filter((tool) => tool.type === 'function').map((tool) => tool.name), ...called]
}

/** Without `summary` the upstream thinks in silence. */
function writeReasoning({model, showReasoning}: Turn): Written {
  const reasoning = {
    ...(model.effort === undefined ? {} : {effort: model.effort}),
    ...(showReasoning ? {summary: 'auto'} : {}),
  }
  return Object.keys(reasoning).length === 0 ? {} : {reasoning}
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** One key for a session and its subagents: they share the beginning of their prompts. Shaped like a UUID in any case. */
export function cacheKey(session: string): string {
  if (UUID.test(session)) return session
  const hash = createHash('sha256').update(session).digest('hex')
  return [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join('-')
}

function writeFormat({name, schema}: OutputFormat): Written {
  const legal = name.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, 64)
  return {
    type: 'json_schema',
    name: legal === '' ? 'response' : legal,
    strict: isStrict(schema),
    schema: cleanJson(schema),
  }
}

/** Strict mode wants every object closed and every property required. */
function isStrict(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.every(isStrict)
  if (typeof schema !== 'object' || schema === null) return true
  const {type, properties, required, additionalProperties} = object(schema)
  const names = Object.keys(object(properties))
  const isClosed =
    (type !== 'object' && properties === undefined) ||
    (additionalProperties === false && Array.isArray(required) && names.every((name) => required.includes(name)))
  return isClosed && Object.values(schema).every(isStrict)
}

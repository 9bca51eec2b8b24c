import type {Asker} from './asker.js'
import {checkFormat} from './check-format.js'
import {checkInput} from './check-input.js'
import {checkText} from './check-text.js'
import {checkTools} from './check-tools.js'
import {isObject, type Json, list, object} from './json.js'
import {MODELS} from './model-list.js'
import {detail, invalid, type Refusal} from './refusal.js'

/** What the backend would say to this body of `/codex/responses`; `undefined` when it would answer. */
export function checkRequest(body: unknown, asker: Asker): Refusal | undefined {
  if (!isObject(body)) return detail(400, 'Request body must be a JSON object')
  for (const check of CHECKS) {
    const refusal = check(body, asker)
    if (refusal !== undefined) return refusal
  }
  return undefined
}

const KEYS = new Set([
  'model',
  'instructions',
  'input',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'reasoning',
  'store',
  'stream',
  'include',
  'prompt_cache_key',
  'text',
  'client_metadata',
  'service_tier',
  'stream_options',
  'access_programs',
])
const INCLUDES = ['reasoning.encrypted_content', 'web_search_call.action.sources']
const SUMMARIES = ['auto', 'concise', 'detailed']
const LONGEST_CACHE_KEY = 64

const CHECKS: readonly ((body: Json, asker: Asker) => Refusal | undefined)[] = [
  checkKeys,
  checkModel,
  (body) => (body.stream === true ? undefined : detail(400, 'Stream must be set to true')),
  (body) => (body.store === false ? undefined : detail(400, 'Store must be set to false')),
  (body) =>
    body.instructions === undefined || typeof body.instructions === 'string'
      ? undefined
      : detail(400, 'Instructions must be a string'),
  checkText,
  checkReasoning,
  checkTier,
  checkSmallKeys,
  checkFormat,
  checkTools,
  checkInput,
]

function checkKeys(body: Json): Refusal | undefined {
  const unknown = Object.keys(body).find((key) => !KEYS.has(key))
  return unknown === undefined ? undefined : detail(400, `Unsupported parameter: ${unknown}`)
}

function checkModel({model}: Json, {plan, models = MODELS}: Asker): Refusal | undefined {
  if (typeof model !== 'string' || model === '') return detail(400, 'Model is required')
  const known = models.find(({slug}) => slug === model)
  if (known !== undefined && (known.plans === undefined || known.plans.includes(plan))) return undefined
  return detail(400, `The '${model}' model is not supported when using Codex with a ChatGPT account.`)
}

function checkReasoning(body: Json, {models = MODELS}: Asker): Refusal | undefined {
  if (body.reasoning === undefined) return undefined
  if (!isObject(body.reasoning)) return invalid("Invalid type for 'reasoning'.", 'reasoning', 'invalid_type')
  const {effort, summary, context, ...rest} = body.reasoning
  const unknown = Object.keys(rest)[0]
  if (unknown !== undefined) return unknownParameter(`reasoning.${unknown}`)
  if (summary !== undefined && summary !== null && !SUMMARIES.includes(summary as string))
    return unsupported('reasoning.summary', summary, SUMMARIES)
  if (context !== undefined && context !== 'all_turns') return unsupported('reasoning.context', context, ['all_turns'])
  const levels = models.find(({slug}) => slug === body.model)?.efforts ?? []
  if (effort === undefined || levels.includes(effort as string)) return undefined
  const quoted = levels.map((level) => `'${level}'`).join(', ')
  return invalid(
    `Unsupported value: '${String(effort)}' is not supported with the '${String(body.model)}' model. Supported values are: ${quoted}.`,
    'reasoning.effort',
    'unsupported_value',
  )
}

function checkTier({service_tier: tier}: Json): Refusal | undefined {
  return tier === undefined || tier === 'priority'
    ? undefined
    : detail(400, `Unsupported service_tier: ${String(tier)}`)
}

function checkSmallKeys(body: Json): Refusal | undefined {
  const include = list(body.include)
  const strange = include.find((value) => !INCLUDES.includes(value as string))
  if (strange !== undefined) return unsupported('include', strange, INCLUDES)
  const key = body.prompt_cache_key
  if (key !== undefined && (typeof key !== 'string' || key.length > LONGEST_CACHE_KEY))
    return invalid(
      `Invalid 'prompt_cache_key': string too long. Expected a string with maximum length ${LONGEST_CACHE_KEY}.`,
      'prompt_cache_key',
      'string_above_max_length',
    )
  const strays = Object.values(object(body.client_metadata)).filter((value) => typeof value !== 'string')
  if (strays.length > 0) return invalid("Invalid type for 'client_metadata'.", 'client_metadata', 'invalid_type')
  const parallel = body.parallel_tool_calls
  return parallel === undefined || typeof parallel === 'boolean'
    ? undefined
    : invalid("Invalid type for 'parallel_tool_calls'.", 'parallel_tool_calls', 'invalid_type')
}

function unknownParameter(name: string): Refusal {
  return invalid(`Unknown parameter: '${name}'.`, name, 'unknown_parameter')
}

function unsupported(param: string, value: unknown, values: readonly string[]): Refusal {
  const quoted = values.map((one) => `'${one}'`).join(', ')
  return invalid(`Invalid value: '${String(value)}'. Supported values are: ${quoted}.`, param, 'invalid_value')
}

import type {Asker} from './asker.js'
import {checkContent} from './check-content.js'
import {checkName, checkToolList} from './check-tools.js'
import {isObject, type Json, list} from './json.js'
import {detail, invalid, type Refusal} from './refusal.js'
import {isSealedFor} from './seal.js'

/** `input`: each item by itself, then calls with their outputs. */
export function checkInput(body: Json, asker: Pick<Asker, 'accountId'>): Refusal | undefined {
  if (!Array.isArray(body.input)) return detail(400, 'Input must be a list')
  for (const [index, item] of body.input.entries()) {
    const at = `input[${index}]`
    if (!isObject(item)) return invalid(`Invalid type for '${at}'.`, at, 'invalid_type')
    const refusal = checkItem(item, at, asker)
    if (refusal !== undefined) return refusal
  }
  return checkPairs(body.input as readonly Json[])
}

interface Shape {
  readonly keys: readonly string[]
  /** What an item's own id begins with. */
  readonly prefix?: string
  readonly check?: (item: Json, at: string, asker: Pick<Asker, 'accountId'>) => Refusal | undefined
}

const CALL = ['call_id', 'name', 'status', 'namespace']

const SHAPES: Readonly<Record<string, Shape>> = {
  message: {keys: ['role', 'content', 'status', 'phase'], prefix: 'msg', check: checkMessage},
  reasoning: {keys: ['summary', 'content', 'encrypted_content', 'status'], prefix: 'rs', check: checkReasoning},
  function_call: {
    keys: [...CALL, 'arguments'],
    prefix: 'fc',
    check: (item, at) => checkCall(item, at) ?? checkString(item, 'arguments', at),
  },
  function_call_output: {keys: ['call_id', 'output', 'status'], check: checkOutput},
  custom_tool_call: {
    keys: [...CALL, 'input'],
    prefix: 'ctc',
    check: (item, at) => checkCall(item, at) ?? checkString(item, 'input', at),
  },
  custom_tool_call_output: {keys: ['call_id', 'output', 'name', 'status'], prefix: 'ctco', check: checkOutput},
  web_search_call: {keys: ['status', 'action'], prefix: 'ws'},
  image_generation_call: {keys: ['status', 'result', 'revised_prompt', 'output_format', 'size'], prefix: 'ig'},
  local_shell_call: {keys: ['call_id', 'status', 'action'], check: checkCallId},
  local_shell_call_output: {keys: ['call_id', 'output', 'status'], check: checkCallId},
  tool_search_call: {keys: ['call_id', 'status', 'execution', 'arguments'], check: checkCallId},
  tool_search_output: {keys: ['call_id', 'status', 'execution', 'tools'], check: checkCallId},
  additional_tools: {
    keys: ['role', 'tools'],
    prefix: 'at',
    check: (item, at) => checkToolList(list(item.tools), `${at}.tools`),
  },
  compaction: {keys: ['encrypted_content'], check: checkSealed},
  compaction_summary: {keys: ['encrypted_content'], check: checkSealed},
  compaction_trigger: {keys: []},
}

function checkItem(item: Json, at: string, asker: Pick<Asker, 'accountId'>): Refusal | undefined {
  const type = item.type === undefined && item.role !== undefined ? 'message' : String(item.type)
  const shape = SHAPES[type]
  if (shape === undefined) return invalid(`Invalid value: '${type}'.`, `${at}.type`, 'invalid_value')
  const stray = Object.keys(item).find((key) => key !== 'type' && key !== 'id' && !shape.keys.includes(key))
  if (stray !== undefined) return invalid(`Unknown parameter: '${at}.${stray}'.`, `${at}.${stray}`, 'unknown_parameter')
  return checkId(item.id, shape.prefix, at) ?? shape.check?.(item, at, asker)
}

function checkId(id: unknown, prefix: string | undefined, at: string): Refusal | undefined {
  if (id === undefined || id === null) return undefined
  if (typeof id !== 'string' || id.length > 64)
    return invalid(`Invalid '${at}.id': string too long.`, `${at}.id`, 'string_above_max_length')
  return prefix === undefined || id.startsWith(prefix)
    ? undefined
    : invalid(`Invalid '${at}.id': '${id}'. Expected an ID that begins with '${prefix}'.`, `${at}.id`, 'invalid_value')
}

const ROLES = ['user', 'assistant', 'developer']

function checkMessage(item: Json, at: string): Refusal | undefined {
  if (item.role === 'system') return detail(400, 'System messages are not allowed')
  if (!ROLES.includes(String(item.role)))
    return invalid(`Invalid value: '${String(item.role)}'.`, `${at}.role`, 'invalid_value')
  return checkContent(item.content, item.role === 'assistant' ? 'spoken' : 'given', `${at}.content`)
}

function checkReasoning(item: Json, at: string, asker: Pick<Asker, 'accountId'>): Refusal | undefined {
  if (!Array.isArray(item.summary))
    return invalid(`Missing required parameter: '${at}.summary'.`, `${at}.summary`, 'missing_required_parameter')
  if (item.encrypted_content === undefined || item.encrypted_content === null)
    return invalid(
      `Item with id '${String(item.id)}' not found. Items are not persisted when \`store\` is set to false. Try again with \`store\` set to true, or remove this item from your input.`,
      'input',
      null,
      404,
    )
  return checkSealed(item, at, asker)
}

function checkSealed(item: Json, _at: string, {accountId}: Pick<Asker, 'accountId'>): Refusal | undefined {
  return isSealedFor(accountId, item.encrypted_content)
    ? undefined
    : invalid(
        `The encrypted content ${String(item.encrypted_content).slice(0, 8)}... could not be verified. Reason: Encrypted content organization_id did not match the target organization.`,
        null,
        'invalid_encrypted_content',
      )
}

function checkCall(item: Json, at: string): Refusal | undefined {
  return checkCallId(item, at) ?? checkName(item, at)
}

function checkCallId({call_id: id}: Json, at: string): Refusal | undefined {
  if (typeof id !== 'string' || id === '')
    return invalid(`Missing required parameter: '${at}.call_id'.`, `${at}.call_id`, 'missing_required_parameter')
  return id.length <= 64
    ? undefined
    : invalid(
        `Invalid '${at}.call_id': string too long. Expected a string with maximum length 64, but got a string with length ${id.length} instead.`,
        `${at}.call_id`,
        'string_above_max_length',
      )
}

function checkString(item: Json, key: string, at: string): Refusal | undefined {
  return typeof item[key] === 'string'
    ? undefined
    : invalid(`Invalid type for '${at}.${key}': expected a string.`, `${at}.${key}`, 'invalid_type')
}

function checkOutput(item: Json, at: string): Refusal | undefined {
  return (
    checkCallId(item, at) ??
    (typeof item.output === 'string' ? undefined : checkContent(item.output, 'given', `${at}.output`))
  )
}

/** How an output's type names its call. */
const CALL_OF: Readonly<Record<string, string>> = {
  function_call_output: 'function_call',
  custom_tool_call_output: 'custom_tool_call',
  local_shell_call_output: 'local_shell_call',
  tool_search_output: 'tool_search_call',
}
const CALLS = new Set(Object.values(CALL_OF))

function checkPairs(items: readonly Json[]): Refusal | undefined {
  const open = new Set<string>()
  const answered = new Set<string>()
  for (const item of items) {
    const type = String(item.type)
    const callType = CALL_OF[type]
    if (CALLS.has(type)) open.add(`${type} ${String(item.call_id)}`)
    if (callType === undefined) continue
    const key = `${callType} ${String(item.call_id)}`
    if (answered.has(key))
      return invalid(`Duplicate tool output found for function call ${String(item.call_id)}.`, 'input')
    if (!open.delete(key))
      return invalid(`No tool call found for function call output with call_id ${String(item.call_id)}.`, 'input')
    answered.add(key)
  }
  const [left] = open
  return left === undefined
    ? undefined
    : invalid(`No tool output found for function call ${left.split(' ')[1]}.`, 'input')
}

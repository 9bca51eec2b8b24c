import {isObject, type Json, list, object} from './json.js'
import {invalid, type Refusal} from './refusal.js'

/** `tools` and `tool_choice`. */
export function checkTools(body: Json): Refusal | undefined {
  if (body.tools !== undefined && !Array.isArray(body.tools))
    return invalid("Invalid type for 'tools': expected an array.", 'tools', 'invalid_type')
  return checkToolList(list(body.tools), 'tools') ?? checkChoice(body.tool_choice, list(body.tools).map(object))
}

export function checkToolList(tools: readonly unknown[], where: string): Refusal | undefined {
  const names = new Set<string>()
  for (const [index, tool] of tools.entries()) {
    const at = `${where}[${index}]`
    if (!isObject(tool)) return invalid(`Invalid type for '${at}'.`, at, 'invalid_type')
    const refusal = checkTool(tool, at)
    if (refusal !== undefined) return refusal
    if (typeof tool.name !== 'string') continue
    if (names.has(tool.name))
      return invalid(`Tool names must be unique: '${tool.name}'.`, `${at}.name`, 'invalid_value')
    names.add(tool.name)
  }
  return undefined
}

interface Shape {
  readonly keys: readonly string[]
  readonly check?: (tool: Json, at: string) => Refusal | undefined
}

const SHAPES: Readonly<Record<string, Shape>> = {
  function: {keys: ['name', 'description', 'strict', 'parameters', 'defer_loading'], check: checkFunction},
  custom: {keys: ['name', 'description', 'format', 'defer_loading'], check: checkName},
  namespace: {
    keys: ['name', 'description', 'tools'],
    check: (tool, at) => checkName(tool, at) ?? checkToolList(list(tool.tools), `${at}.tools`),
  },
  tool_search: {keys: ['execution', 'description', 'parameters']},
  web_search: {
    keys: ['external_web_access', 'search_content_types', 'filters', 'user_location', 'search_context_size'],
    check: checkSearch,
  },
  image_generation: {keys: ['output_format', 'size', 'quality', 'background']},
  local_shell: {keys: []},
}

function checkTool(tool: Json, at: string): Refusal | undefined {
  const shape = SHAPES[String(tool.type)]
  if (shape === undefined) {
    const known = Object.keys(SHAPES).map((type) => `'${type}'`)
    return invalid(
      `Invalid value: '${String(tool.type)}'. Supported values are: ${known.join(', ')}.`,
      `${at}.type`,
      'invalid_value',
    )
  }
  const stray = Object.keys(tool).find((key) => key !== 'type' && !shape.keys.includes(key))
  if (stray !== undefined) return invalid(`Unknown parameter: '${at}.${stray}'.`, `${at}.${stray}`, 'unknown_parameter')
  return shape.check?.(tool, at)
}

export function checkName({name}: Json, at: string): Refusal | undefined {
  if (typeof name !== 'string' || name === '')
    return invalid(`Missing required parameter: '${at}.name'.`, `${at}.name`, 'missing_required_parameter')
  if (name.length > 64)
    return invalid(
      `Invalid '${at}.name': string too long. Expected a string with maximum length 64, but got a string with length ${name.length} instead.`,
      `${at}.name`,
      'string_above_max_length',
    )
  return /^[a-zA-Z0-9_-]+$/.test(name)
    ? undefined
    : invalid(
        `Invalid '${at}.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`,
        `${at}.name`,
        'invalid_value',
      )
}

function checkFunction(tool: Json, at: string): Refusal | undefined {
  const named = checkName(tool, at)
  if (named !== undefined) return named
  if (tool.description !== undefined && tool.description !== null && typeof tool.description !== 'string')
    return invalid(`Invalid type for '${at}.description'.`, `${at}.description`, 'invalid_type')
  const fault = schemaFault(tool.parameters)
  return fault === undefined
    ? undefined
    : invalid(
        `Invalid schema for function '${String(tool.name)}': ${fault}`,
        `${at}.parameters`,
        'invalid_function_parameters',
      )
}

const COMBINERS = ['oneOf', 'anyOf', 'allOf', 'enum', 'not']

function schemaFault(schema: unknown): string | undefined {
  if (!isObject(schema)) return 'schema must be a JSON Schema of \'type: "object"\'.'
  if (schema.type !== 'object')
    return `schema must be a JSON Schema of 'type: "object"', got 'type: ${JSON.stringify(schema.type ?? 'None')}'.`
  if (COMBINERS.some((key) => key in schema))
    return "schema must have type 'object' and not have 'oneOf'/'anyOf'/'allOf'/'enum'/'not' at the top level."
  if (schema.required !== undefined && !isTexts(schema.required)) return "'required' must be an array of strings."
  return isObject(schema.properties) ? undefined : 'object schema missing properties.'
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}

function checkSearch({filters, user_location: location}: Json, at: string): Refusal | undefined {
  const stray = Object.keys(object(filters)).find((key) => key !== 'allowed_domains')
  if (stray !== undefined) return invalid(`Unknown parameter: '${at}.filters.${stray}'.`, at, 'unknown_parameter')
  const url = list(object(filters).allowed_domains).find((domain) => /[:/]/.test(String(domain)))
  if (url !== undefined) return invalid(`Invalid domain: '${String(url)}'.`, `${at}.filters`, 'invalid_value')
  return location === undefined || object(location).type === 'approximate'
    ? undefined
    : invalid(`Invalid value for '${at}.user_location.type'.`, `${at}.user_location`, 'invalid_value')
}

const CHOICES = ['auto', 'none', 'required']

function checkChoice(choice: unknown, tools: readonly Json[]): Refusal | undefined {
  if (choice === undefined || choice === 'auto' || choice === 'none') return undefined
  if (typeof choice === 'string' && !CHOICES.includes(choice))
    return invalid(`Invalid value: '${choice}'.`, 'tool_choice', 'invalid_value')
  if (tools.length === 0)
    return invalid("'tool_choice' is only allowed when 'tools' are specified.", 'tool_choice', 'invalid_value')
  if (choice === 'required') return undefined
  const {type, name} = object(choice)
  const isOffered = tools.some((tool) => tool.type === type && (name === undefined || tool.name === name))
  return isOffered
    ? undefined
    : invalid(`Tool choice '${String(name ?? type)}' not found in 'tools' parameter.`, 'tool_choice', 'invalid_value')
}

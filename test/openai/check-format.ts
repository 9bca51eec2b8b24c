import {isObject, type Json, object} from './json.js'
import {invalid, type Refusal} from './refusal.js'

const VERBOSITIES = ['low', 'medium', 'high']

/** `text`: verbosity and output format. */
export function checkFormat({text}: Json): Refusal | undefined {
  if (text === undefined) return undefined
  if (!isObject(text)) return invalid("Invalid type for 'text'.", 'text', 'invalid_type')
  const {verbosity, format, ...rest} = text
  const unknown = Object.keys(rest)[0]
  if (unknown !== undefined) return invalid(`Unknown parameter: 'text.${unknown}'.`, 'text', 'unknown_parameter')
  if (verbosity !== undefined && !VERBOSITIES.includes(verbosity as string))
    return invalid(`Invalid value: '${String(verbosity)}'.`, 'text.verbosity', 'invalid_value')
  return format === undefined ? undefined : checkSchema(object(format))
}

function checkSchema(format: Json): Refusal | undefined {
  if (format.type === 'text' || format.type === 'json_object') return undefined
  if (format.type !== 'json_schema')
    return invalid(`Invalid value: '${String(format.type)}'.`, 'text.format.type', 'invalid_value')
  if (typeof format.name !== 'string' || !/^[a-zA-Z0-9_-]{1,64}$/.test(format.name))
    return invalid("Invalid 'text.format.name': string does not match pattern.", 'text.format.name', 'invalid_value')
  if (!isObject(format.schema))
    return invalid(
      "Missing required parameter: 'text.format.schema'.",
      'text.format.schema',
      'missing_required_parameter',
    )
  const fault = format.strict === true ? openObject(format.schema, '()') : undefined
  return fault === undefined
    ? undefined
    : invalid(
        `Invalid schema for response_format '${format.name}': ${fault}`,
        'text.format.schema',
        'invalid_json_schema',
      )
}

/** Strict mode wants every object closed and every property required. */
function openObject(schema: unknown, where: string): string | undefined {
  if (Array.isArray(schema)) return first(schema.map((one, index) => openObject(one, `${where}[${index}]`)))
  if (!isObject(schema)) return undefined
  if (schema.type === 'object' || schema.properties !== undefined) {
    if (schema.additionalProperties !== false)
      return `In context=${where}, 'additionalProperties' is required to be supplied and to be false.`
    const required = Array.isArray(schema.required) ? schema.required : []
    const missing = Object.keys(object(schema.properties)).find((name) => !required.includes(name))
    if (missing !== undefined)
      return `In context=${where}, 'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`
  }
  return first(Object.entries(schema).map(([key, held]) => openObject(held, `${where}.${key}`)))
}

function first(faults: readonly (string | undefined)[]): string | undefined {
  return faults.find((fault) => fault !== undefined)
}

import type {OutputFormat} from '../../contract/index.js'
import {cleanJson} from '../clean-text.js'
import {object} from '../json.js'

/** An output schema as OpenAI takes it, under a legal name; strict where the schema allows it. */
export function writeSchema({name, schema}: OutputFormat): Readonly<Record<string, unknown>> {
  const legal = name.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, 64)
  return {name: legal === '' ? 'response' : legal, strict: isStrict(schema), schema: cleanJson(schema)}
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

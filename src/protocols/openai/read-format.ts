import type {OutputFormat} from '../../contract/index.js'
import type {Note} from '../dropped.js'
import {object, text} from '../json.js'

/** An output schema; it stands in an object of its own in one dialect, beside its type in the other. */
export function readFormat(asked: unknown, note: Note): OutputFormat | undefined {
  if (asked === undefined || asked === null) return undefined
  const outer = object(asked)
  const {schema, name} = {...outer, ...object(outer.json_schema)}
  if (outer.type === 'text') return undefined
  if (outer.type !== 'json_schema' || typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
    note(`format ${text(outer.type) ?? typeof asked}`)
    return undefined
  }
  return {name: text(name) ?? 'response', schema: object(schema)}
}

import type {Turn} from '../../contract/index.js'
import type {Note} from '../dropped.js'
import {object, text} from '../json.js'

/** An output schema, which stands in an object of its own in one dialect, beside its type in the other; or JSON without one. */
export function readFormat(asked: unknown, note: Note): Pick<Turn, 'format' | 'jsonObject'> {
  if (asked === undefined || asked === null) return {}
  const outer = object(asked)
  const {schema, name} = {...outer, ...object(outer.json_schema)}
  if (outer.type === 'text') return {}
  if (outer.type === 'json_object') return {jsonObject: true}
  if (outer.type !== 'json_schema' || typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
    note(`format ${text(outer.type) ?? typeof asked}`)
    return {}
  }
  return {format: {name: text(name) ?? 'response', schema: object(schema)}}
}

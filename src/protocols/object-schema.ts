import {type Json, list, object, text} from './json.js'

/**
 * A schema whose top level is an object with properties, as upstreams demand; deeper down only what they are known to
 * refuse is repaired. A schema that needs nothing is given back as it is.
 */
export function objectSchema(source: unknown): Json {
  const {$schema: _dialect, ...top} = repair(object(source))
  const merged = mergeBranches(isObjectType(top.type) ? resolve(top, top) : {})
  return {...merged, type: 'object', properties: object(merged.properties)}
}

/** `["object", "null"]` too. */
function isObjectType(type: unknown): boolean {
  return type === undefined || type === 'object' || (Array.isArray(type) && type.includes('object'))
}

/**
 * A top level, or a branch of it, that only points elsewhere; other references stay, loops and all: the upstream
 * resolves none itself.
 */
function resolve(schema: Json, top: Json): Json {
  const path = text(schema.$ref)
  if (path === undefined || !path.startsWith('#/')) return schema
  const {$ref: _pointer, ...rest} = schema
  const target = path
    .slice(2)
    .split('/')
    .reduce<unknown>((at, key) => object(at)[key.replaceAll('~1', '/').replaceAll('~0', '~')], top)
  return {...object(target), ...rest}
}

/**
 * Top-level unions are refused: their properties are offered together, each with all that a branch may want of it, and
 * required where every branch says so.
 */
function mergeBranches(top: Json): Json {
  const {anyOf: _any, oneOf: _one, allOf: _all, not: _not, enum: _enum, $ref: _ref, ...rest} = top
  const branchesOf = (union: unknown) => list(union).map((branch) => resolve(object(branch), top))
  const choices = [...branchesOf(top.anyOf), ...branchesOf(top.oneOf)]
  const all = branchesOf(top.allOf)
  if (choices.length + all.length === 0) return rest
  const shared = list(choices[0]?.required).filter((name) => choices.every((one) => list(one.required).includes(name)))
  const required = [...new Set([...[rest, ...all].flatMap((one) => list(one.required)), ...shared])]
  return {
    ...rest,
    properties: Object.assign(joinProperties(choices), ...[...all, rest].map(({properties}) => object(properties))),
    ...(required.length === 0 ? {} : {required}),
  }
}

/** What tells branches apart has another value in each of them: none may be lost. */
function joinProperties(choices: readonly Json[]): Json {
  const wanted = new Map<string, Json[]>()
  for (const {properties} of choices)
    for (const [name, schema] of Object.entries(object(properties)))
      wanted.set(name, [...(wanted.get(name) ?? []), object(schema)])
  return Object.fromEntries([...wanted].map(([name, schemas]) => [name, joinSchemas(schemas)]))
}

function joinSchemas(schemas: readonly Json[]): Json {
  const distinct = [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()]
  if (distinct.length === 1) return distinct[0] ?? {}
  const [first, ...others] = distinct.map(({const: _only, enum: _several, ...rest}) => JSON.stringify(rest))
  const values = distinct.map((schema) => ('const' in schema ? [schema.const] : list(schema.enum)))
  const differInValue = values.every((some) => some.length > 0) && others.every((other) => other === first)
  if (!differInValue) return {anyOf: distinct}
  const {const: _only, ...shared} = distinct[0] ?? {}
  return {...shared, enum: [...new Set(values.flat())]}
}

const DEEPEST = 64

/** Arrays must say what they hold, and a schema must be an object: `true` and tuples are refused. */
function repair(schema: Json, depth = 0): Json {
  if (depth > DEEPEST) return {}
  const fixed = Object.entries(schema).map(([key, value]) => [key, repairKeyword(key, value, depth)] as const)
  const changed = fixed.some(([key, value]) => value !== schema[key]) ? Object.fromEntries(fixed) : schema
  const holdsAnything = isArrayType(changed.type) && changed.items === undefined
  return holdsAnything ? {...changed, items: {}} : changed
}

function isArrayType(type: unknown): boolean {
  return type === 'array' || (Array.isArray(type) && type.includes('array'))
}

const MAPS = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'])
const LISTS = new Set(['anyOf', 'oneOf', 'allOf'])

function repairKeyword(key: string, value: unknown, depth: number): unknown {
  if (MAPS.has(key)) return repairMap(object(value), depth)
  if (LISTS.has(key)) return list(value).map((one) => repairSchema(one, depth))
  if (key === 'required') return listOfTexts(value)
  if (key !== 'items') return value
  return Array.isArray(value) ? {anyOf: value.map((one) => repairSchema(one, depth))} : repairSchema(value, depth)
}

/** The same list where nothing else stands in it. */
function listOfTexts(value: unknown): readonly unknown[] {
  const texts = list(value).filter((one) => text(one) !== undefined)
  return Array.isArray(value) && texts.length === value.length ? value : texts
}

function repairMap(schemas: Json, depth: number): Json {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, repairSchema(schema, depth)]))
}

function repairSchema(schema: unknown, depth: number): Json {
  return repair(object(schema), depth + 1)
}

import {isObject, type Json, list, object} from './json.js'
import {say} from './parts.js'
import type {Asked, Reply} from './reply.js'
import {turn} from './turn.js'

/** What an unscripted request gets: JSON where a schema asks for it, else words about what was asked. */
export const defaultReply: Reply = (asked) => turn(say(wordsFor(asked)))(asked)

/** Clients ask for a session's title beside the conversation; scripts must not be spent on it. */
export function isSideCall(body: Json): boolean {
  const {schema} = object(object(body.text).format)
  return Object.keys(object(object(schema).properties)).join() === 'title'
}

function wordsFor({body}: Asked): string {
  const format = object(object(body.text).format)
  if (format.type === 'json_schema') return JSON.stringify(exampleOf(format.schema))
  const last = object(list(body.input).at(-1))
  if (last.type === 'function_call_output') return `The tool answered: ${short(textOf(last.output))}`
  return `You said: ${short(lastWords(body))}`
}

/** The newest text that a person wrote; clients put reminders around it. */
function lastWords(body: Json): string {
  const spoken = list(body.input)
    .map(object)
    .filter((item) => item.role === 'user')
    .flatMap((item) => (typeof item.content === 'string' ? [item.content] : list(item.content).map(partText)))
    .filter((text) => text !== '' && !/^\s*<(system-reminder|environment_context|user_instructions)/.test(text))
  return spoken.at(-1) ?? ''
}

function textOf(content: unknown): string {
  return typeof content === 'string' ? content : list(content).map(partText).join(' ')
}

function partText(part: unknown): string {
  const {text, type} = object(part)
  return typeof text === 'string' ? text : `[${String(type)}]`
}

function short(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}...` : text
}

const EXAMPLES: Readonly<Record<string, unknown>> = {
  string: 'stand-in',
  number: 1,
  integer: 1,
  boolean: true,
  null: null,
}

function exampleOf(schema: unknown): unknown {
  const {type, properties, items, enum: values} = object(schema)
  if (Array.isArray(values)) return values[0]
  if (type === 'array') return isObject(items) ? [exampleOf(items)] : []
  if (type === 'object' || isObject(properties))
    return Object.fromEntries(Object.entries(object(properties)).map(([key, held]) => [key, exampleOf(held)]))
  return EXAMPLES[String(Array.isArray(type) ? type[0] : type)] ?? 'stand-in'
}

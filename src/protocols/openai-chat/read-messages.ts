import type {Item, ToolCall} from '../../contract/index.js'
import type {Note} from '../dropped.js'
import {type Json, list, object, parseJson, text} from '../json.js'
import {writeCustomInput} from '../openai/custom-tool.js'
import {readParts, readSpoken} from '../openai/read-parts.js'

type MessageReader = (message: Json, note: Note) => readonly Item[]

const ROLES: Readonly<Record<string, MessageReader>> = {
  system: readDeveloper,
  developer: readDeveloper,
  user: ({content}, note) => said('user', readParts(content, note)),
  assistant: readAssistant,
  tool: readResult,
}

/** Of no use, or read with the role. */
const KEYS = new Set(['role', 'content', 'name', 'tool_calls', 'tool_call_id', 'refusal', 'annotations', 'audio'])

export function readMessages(messages: readonly unknown[], note: Note): readonly Item[] {
  return messages.flatMap((source) => {
    const words = text(source)
    if (words !== undefined) return said('user', readParts(words, note))
    if (typeof source !== 'object' || source === null || Array.isArray(source)) {
      note(`message ${source === null ? 'null' : typeof source}`)
      return []
    }
    const message = object(source)
    for (const [key, value] of Object.entries(message)) if (!KEYS.has(key) && value !== null) note(`message key ${key}`)
    const role = text(message.role) ?? typeof message.role
    if (Object.hasOwn(ROLES, role)) return ROLES[role]?.(message, note) ?? []
    note(`role ${role}`)
    return readDeveloper(message, note)
  })
}

function said(role: 'user' | 'assistant' | 'developer', parts: ReturnType<typeof readParts>): readonly Item[] {
  return parts.length === 0 ? [] : [{type: 'message', role, parts}]
}

function readDeveloper({content}: Json, note: Note): readonly Item[] {
  return said('developer', readParts(content, note))
}

function readAssistant(message: Json, note: Note): readonly Item[] {
  const refusal = text(message.refusal) ?? ''
  const spoken = [...readSpoken(message.content, note), ...readParts(refusal, note)]
  return [...said('assistant', spoken), ...list(message.tool_calls).flatMap((call) => readCall(object(call), note))]
}

function readCall(call: Json, note: Note): readonly ToolCall[] {
  const isCustom = call.type === 'custom'
  const told = object(isCustom ? call.custom : call.function)
  const callId = text(call.id)
  const name = text(told.name)
  if (!callId || !name) {
    note(`call ${name || 'unknown'}`)
    return []
  }
  const written = isCustom ? writeCustomInput(text(told.input) ?? '') : text(told.arguments) || '{}'
  return [{type: 'tool-call', callId, name, arguments: written}]
}

function readResult(message: Json, note: Note): readonly Item[] {
  const callId = text(message.tool_call_id)
  if (!callId) {
    note('message tool')
    return []
  }
  return [{type: 'tool-result', callId, parts: readParts(picturesIn(message.content), note), isError: false}]
}

const PICTURE = /^(image_url|input_image)$/
const WORDS = /^(input_)?text$/

/** Where only text may stand, clients write a list of parts as JSON: read as text, a picture would fill the window. */
function picturesIn(content: unknown): unknown {
  const written = text(content)
  if (written === undefined || !/^\s*\[/.test(written)) return content
  const parts = list(parseJson(written))
  const types = parts.map((part) => text(object(part).type) ?? '')
  const isParts = types.every((type) => PICTURE.test(type) || WORDS.test(type))
  return isParts && types.some((type) => PICTURE.test(type)) ? parts : content
}

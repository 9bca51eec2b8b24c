export type Json = Record<string, unknown>

/** A request that is being changed, and a number to choose its places by. */
export interface Draft {
  readonly headers: Record<string, string>
  readonly body: Json
  readonly at: number
}

/** Something that no release known today sends. */
export interface Addition {
  readonly name: string
  readonly apply: (draft: Draft) => void
}

export function addition(place: string, what: unknown, apply: (draft: Draft) => void): Addition {
  const told = typeof what === 'string' ? what : JSON.stringify(what)
  return {name: `${place}: ${told}`, apply}
}

/** One addition for each value. */
export function each<T>(place: string, values: readonly T[], apply: (draft: Draft, value: T) => void): Addition[] {
  return values.map((value) => addition(place, value, (draft) => apply(draft, value)))
}

export function messagesOf({body}: Draft): Json[] {
  return Array.isArray(body.messages) ? body.messages.filter(isJson) : []
}

export function messageOf(draft: Draft): Json {
  const messages = messagesOf(draft)
  return messages[draft.at % Math.max(1, messages.length)] ?? {}
}

/** The blocks of some message; text becomes a block first. */
export function blocksOf(draft: Draft): unknown[] {
  const message = messageOf(draft)
  if (!Array.isArray(message.content)) message.content = [{type: 'text', text: message.content}]
  return message.content as unknown[]
}

export function blockOf(draft: Draft): Json {
  return blocksOf(draft).find(isJson) ?? {}
}

export function addBlock(draft: Draft, block: unknown): void {
  const blocks = blocksOf(draft)
  blocks.splice(draft.at % (blocks.length + 1), 0, block)
}

export function addMessage({body, at}: Draft, message: unknown): void {
  if (Array.isArray(body.messages)) body.messages.splice(at % (body.messages.length + 1), 0, message)
}

export function addTool({body, at}: Draft, tool: unknown): void {
  const tools = Array.isArray(body.tools) ? body.tools : []
  tools.splice(at % (tools.length + 1), 0, tool)
  body.tools = tools
}

export function toolOf({body, at}: Draft): Json {
  const tools = Array.isArray(body.tools) ? body.tools.filter(isJson) : []
  return tools[at % Math.max(1, tools.length)] ?? {}
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

import {sse} from '../../../src/protocols/sse.js'

interface Wire {
  readonly type: string
  readonly index: number
  readonly message: Message
  readonly content_block: Block
  readonly delta: Record<string, unknown> & {readonly type: string}
  readonly usage: object
  readonly error: object
}

type Block = Record<string, unknown> & {readonly type: string}
type Message = Record<string, unknown> & {content: Block[]}

export interface Collected {
  /** As the vendor's own client library puts a stream together. */
  readonly message: Message | undefined
  readonly error: object | undefined
  /** What is wrong with the order of events; empty when it keeps the dialect's grammar. */
  readonly faults: readonly string[]
}

const FIELDS: Readonly<Record<string, readonly [from: string, to: string]>> = {
  text_delta: ['text', 'text'],
  thinking_delta: ['thinking', 'thinking'],
  signature_delta: ['signature', 'signature'],
  input_json_delta: ['partial_json', 'json'],
}

export function collectMessage(stream: string): Collected {
  const faults: string[] = []
  let message: Message | undefined
  let error: object | undefined
  let open: number | undefined
  let isOver = false
  for (const event of eventsOf(stream)) {
    if (isOver) faults.push(`${event.type} after the end`)
    if (event.type !== 'ping' && event.type !== 'message_start' && event.type !== 'error' && message === undefined)
      faults.push(`${event.type} before message_start`)
    switch (event.type) {
      case 'message_start':
        if (message !== undefined) faults.push('a second message_start')
        message = {...event.message, content: []}
        break
      case 'content_block_start':
        if (open !== undefined) faults.push(`block ${event.index} starts inside ${open}`)
        if (event.index !== message?.content.length) faults.push(`block ${event.index} out of order`)
        open = event.index
        message?.content.push({...event.content_block})
        break
      case 'content_block_delta':
        if (event.index !== open) faults.push(`a delta of ${event.index} inside ${open}`)
        grow(message?.content.at(-1), event.delta)
        break
      case 'content_block_stop':
        if (event.index !== open) faults.push(`block ${event.index} stops inside ${open}`)
        open = undefined
        settle(message?.content.at(-1))
        break
      case 'message_delta':
        if (open !== undefined) faults.push(`message_delta inside ${open}`)
        Object.assign(message ?? {}, event.delta, {usage: event.usage})
        break
      case 'message_stop':
        isOver = true
        break
      case 'error':
        error = event.error
        isOver = true
        break
    }
  }
  if (!isOver) faults.push('it does not end')
  return {message, error, faults}
}

export function eventsOf(stream: string): readonly Wire[] {
  const [state, messages] = sse.step(sse.initial(), Buffer.from(stream))
  return [...messages, ...sse.end(state)].map((data) => JSON.parse(data))
}

function grow(block: Block | undefined, delta: Wire['delta']): void {
  if (block === undefined) return
  if (delta.type === 'citations_delta') {
    block.citations = [...((block.citations as unknown[]) ?? []), delta.citation]
    return
  }
  const [from, to] = FIELDS[delta.type] ?? ['', '']
  block[to] = `${block[to] ?? ''}${delta[from]}`
}

function settle(block: Block | undefined): void {
  if (block === undefined || !('input' in block)) return
  const {json} = block
  delete block.json
  if (typeof json === 'string' && json !== '') block.input = parse(json)
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return {__unparsedToolInput: {raw: json, len: json.length}}
  }
}

import {messagesOf} from '../stream-answer.js'

type Json = Record<string, unknown>

interface Chunk extends Json {
  readonly id: string
  readonly choices: readonly {readonly delta: Json; readonly finish_reason: string | null}[]
  readonly usage?: Json
  readonly error?: Json
}

export interface Collected {
  /** As client libraries put chunks together. */
  readonly message: Json
  readonly finish: string | undefined
  readonly usage: Json | undefined
  readonly error: Json | undefined
  /** What is wrong with the order of chunks; empty when it keeps the dialect's grammar. */
  readonly faults: readonly string[]
}

export function collectCompletion(stream: string): Collected {
  const faults: string[] = []
  const message: Json = {}
  const collected: {finish?: string; usage?: Json; error?: Json} = {}
  let isOver = false
  for (const data of messagesOf(stream)) {
    if (isOver) faults.push(`${data} after the end`)
    if (data === '[DONE]') {
      isOver = true
      continue
    }
    const chunk: Chunk = JSON.parse(data)
    if (chunk.error !== undefined) {
      collected.error = chunk.error
      isOver = true
      continue
    }
    if (collected.finish !== undefined) faults.push('a chunk after the last')
    const [choice] = chunk.choices
    if (choice === undefined) faults.push('a chunk without a choice')
    add(message, choice?.delta ?? {}, faults)
    collected.finish = choice?.finish_reason ?? undefined
    collected.usage = chunk.usage
  }
  if (!isOver) faults.push('it does not end')
  if (collected.error === undefined && collected.finish === undefined) faults.push('no reason to finish')
  return {message, finish: undefined, usage: undefined, error: undefined, ...collected, faults}
}

function add(message: Json, delta: Json, faults: string[]): void {
  for (const [key, value] of Object.entries(delta)) {
    if (key === 'role' && message.role !== undefined) faults.push('a second beginning')
    if (key !== 'role' && message.role === undefined && key !== 'content') faults.push(`${key} before the beginning`)
    if (key === 'tool_calls') addCalls(message, value as Json[], faults)
    else if (typeof value === 'string') message[key] = `${message[key] ?? ''}${value}`
    else message[key] = [...((message[key] as unknown[]) ?? []), ...(value as unknown[])]
  }
}

function addCalls(message: Json, pieces: readonly Json[], faults: string[]): void {
  const calls = (message.tool_calls ?? []) as {function?: Json}[]
  message.tool_calls = calls
  for (const {index, ...piece} of pieces) {
    const known = calls[index as number]
    if (known === undefined) {
      if (index !== calls.length || piece.id === undefined) faults.push(`call ${index} begins oddly`)
      calls.push(piece)
    } else {
      if (index !== calls.length - 1) faults.push(`call ${index} goes on after another`)
      known.function = {
        ...known.function,
        arguments: `${known.function?.arguments}${(piece.function as Json).arguments}`,
      }
    }
  }
}

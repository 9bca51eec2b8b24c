import {type Json, object, parseJson, text} from '../../json.js'

/** A thought as this upstream wants it back: words and signature belong together, so both are in the seal. */
export function sealThinking(thinking: string, signature: string): string {
  return JSON.stringify({type: 'thinking', thinking, signature})
}

export function sealRedacted(data: string): string {
  return JSON.stringify({type: 'redacted_thinking', data})
}

/** The block that was sealed; `undefined` for what another upstream sealed. */
export function openSeal(sealed: string): Json | undefined {
  const {type, thinking, signature, data} = object(parseJson(sealed))
  if (type === 'redacted_thinking' && text(data) !== undefined) return {type, data}
  const isThought = type === 'thinking' && text(thinking) !== undefined && text(signature) !== undefined
  return isThought ? {type, thinking, signature} : undefined
}

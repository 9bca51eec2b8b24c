import type {Item, Part} from '../../contract/index.js'
import type {Note} from '../dropped.js'
import {object, text} from '../json.js'
import {noteBlockKeys} from './read-parts.js'

/** A line of Claude Code that differs in every request: carried, it would cost the whole cached prefix. */
const BILLING = /^\s*x-anthropic-billing-header:[^\n]*\n?/i

/** The system prompt as one message of the developer, a part for each of its blocks. */
export function readSystem(system: unknown, note: Note): readonly Item[] {
  const parts = readInstructions(system, note)
  return parts.length === 0 ? [] : [{type: 'message', role: 'developer', parts}]
}

function readInstructions(system: unknown, note: Note): readonly Part[] {
  if (system === undefined || system === null) return []
  const blocks = Array.isArray(system) ? system : [system]
  return blocks.flatMap((block) => {
    const words = text(block) ?? text(object(block).text)
    if (words === undefined) {
      note(`system ${text(object(block).type) ?? typeof block}`)
      return []
    }
    noteBlockKeys(object(block), ['text', 'citations'], note)
    const kept = words.replace(BILLING, '')
    return kept === '' ? [] : [{type: 'text', text: kept} as const]
  })
}

import type {Item} from '../../src/contract/index.js'
import type {FoldedBlock} from '../../src/protocols/fold-turn.js'
import {isObject, list, object} from '../openai/json.js'
import type {Refusal} from '../openai/refusal.js'
import {translate} from './translate.js'

/** What of an answer must outlive a client's keeping it: texts, calls, sealed reasoning, searches. */
type Kept = readonly [kind: string, ...rest: unknown[]]

/** The next request of a client that got this message: what it has kept, and what the upstream says to it. */
export function readBack(
  message: unknown,
  tools: readonly string[],
): {readonly kept: readonly Kept[]; readonly refusal: Refusal | undefined} {
  const content = list(object(message).content).map(object)
  const results = content
    .filter(({type}) => type === 'tool_use')
    .map(({id}) => ({type: 'tool_result', tool_use_id: id, content: 'done'}))
  const request = {
    model: 'gpt-5.4',
    tools: tools.map((name) => ({name, description: name, input_schema: {type: 'object'}})),
    messages: [
      {role: 'user', content: 'go'},
      {role: 'assistant', content},
      {role: 'user', content: [...results, {type: 'text', text: 'on'}]},
    ],
  }
  const {read, refusal} = translate(JSON.parse(JSON.stringify(request)))
  const answered = read.turn.items.slice(1, -1 - results.length)
  return {kept: answered.flatMap(keptOf), refusal}
}

function keptOf(item: Item): readonly Kept[] {
  switch (item.type) {
    case 'message':
      return item.parts.map((part) => ['text', part.type === 'text' ? part.text : part])
    case 'reasoning':
      return [['reasoning', item.replay]]
    case 'tool-call':
      return [['call', item.callId, item.name, JSON.parse(item.arguments)]]
    case 'web-search':
      return [['search', item.query, item.results]]
    case 'tool-result':
      return [['result', item]]
  }
}

/** The same of the answer itself. */
export function keepsOf(blocks: readonly FoldedBlock[], account: string): readonly Kept[] {
  return blocks.flatMap(({start, text, end}): readonly Kept[] => {
    if (start.type === 'text' || start.type === 'refusal') return [['text', text]]
    if (start.type === 'tool-call') return [['call', start.callId, start.name, argumentsOf(text)]]
    if (end.type === 'web-search') return [['search', end.query, end.results]]
    return end.type === 'reasoning' && end.sealed !== undefined ? [['reasoning', {account, sealed: end.sealed}]] : []
  })
}

/** What does not parse is kept as it came, in a mark of Claude Code's own. */
function argumentsOf(text: string): unknown {
  const unparsed = {__unparsedToolInput: {raw: text, len: text.length}}
  try {
    const parsed: unknown = JSON.parse(text === '' ? '{}' : text)
    return isObject(parsed) ? parsed : unparsed
  } catch {
    return unparsed
  }
}

import {randomBytes} from 'node:crypto'
import {event, type Part} from '../../openai/parts.js'

/** A call of a tool that takes free text, such as a patch. */
export function customCall(name: string, input: string): Part {
  return function* (telling) {
    const index = telling.nextIndex++
    const id = randomBytes(12).toString('hex')
    const item = {type: 'custom_tool_call', id: `ctc_${id}`, call_id: `call_${id}`, name, status: 'completed'}
    const at = {item_id: item.id, output_index: index}
    yield event('response.output_item.added', {output_index: index, item: {...item, status: 'in_progress', input: ''}})
    yield event('response.custom_tool_call_input.delta', {...at, delta: input})
    yield event('response.custom_tool_call_input.done', {...at, input})
    telling.output[index] = {...item, input}
    yield event('response.output_item.done', {output_index: index, item: {...item, input}})
  }
}

import {messagesOf} from '../../stream-answer.js'

type Json = Record<string, unknown>

interface Wire extends Json {
  readonly type: string
  readonly sequence_number?: number
  readonly output_index: number
  readonly item: Json & {readonly id: string}
  readonly item_id: string
  readonly delta: string
  readonly response: Json & {readonly output: readonly Json[]}
}

export interface Collected {
  /** The last event's response. */
  readonly response: Json | undefined
  readonly isFailed: boolean
  /** What is wrong with the order or the sums of events; empty when it keeps the dialect's grammar. */
  readonly faults: readonly string[]
}

const LAST = /^response\.(completed|incomplete|failed)$/
/** Where the text of an item stands once it is done. */
const WHOLE: Readonly<Record<string, (item: Json) => unknown>> = {
  'response.output_text.delta': ({content}) => (content as Json[])[0]?.text,
  'response.refusal.delta': ({content}) => (content as Json[])[0]?.refusal,
  'response.reasoning_summary_text.delta': ({summary}) => (summary as Json[])[0]?.text,
  'response.function_call_arguments.delta': (item) => item.arguments,
  'response.custom_tool_call_input.delta': (item) => item.input,
}

export function collectResponse(stream: string): Collected {
  const faults: string[] = []
  const open = new Map<number, {id: string; text: string; from: string}>()
  const done: Json[] = []
  let sequence = 0
  let last: Wire | undefined
  for (const event of messagesOf(stream).map((data): Wire => JSON.parse(data))) {
    if (last !== undefined) faults.push(`${event.type} after the end`)
    if (event.type === 'keepalive') continue
    if (event.sequence_number !== sequence++) faults.push(`${event.type} is out of sequence`)
    if (sequence === 1 && event.type !== 'response.created') faults.push(`${event.type} comes first`)
    const item = open.get(event.output_index)
    if (event.type === 'response.output_item.added') {
      if (open.size + done.filter(Boolean).length !== event.output_index)
        faults.push(`item ${event.output_index} is odd`)
      open.set(event.output_index, {id: event.item.id, text: '', from: ''})
    } else if (event.type === 'response.output_item.done') {
      if (item?.id !== event.item.id) faults.push(`${event.item.id} is done but was not open`)
      const wholeOf = WHOLE[item?.from ?? '']
      if (wholeOf !== undefined && wholeOf(event.item) !== item?.text) faults.push(`${event.item.id} has other text`)
      done[event.output_index] = event.item
      open.delete(event.output_index)
    } else if (event.item_id !== undefined) {
      if (item?.id !== event.item_id) faults.push(`${event.type} of ${event.item_id}, which is not open`)
      if (item !== undefined && event.type.endsWith('.delta')) {
        item.text += event.delta
        item.from = event.type
      }
    }
    if (LAST.test(event.type)) last = event
  }
  if (last === undefined) faults.push('it does not end')
  const isFailed = last?.type === 'response.failed'
  if (!isFailed && JSON.stringify(last?.response.output) !== JSON.stringify(done)) faults.push('other items at the end')
  return {response: last?.response, isFailed, faults}
}

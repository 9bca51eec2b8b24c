import fc from 'fast-check'
import {seal} from '../openai/seal.js'
import {ACCOUNT} from './translate.js'

export type Event = {readonly type: string} & Readonly<Record<string, unknown>>

/** One item of an answer: what it says, and the events that say it. */
export interface Said {
  readonly content: Content
  readonly events: (index: number) => readonly Event[]
}

/** As far as it can be told from the answer that a client gets. */
export type Content =
  | {readonly kind: 'reasoning'; readonly text: string; readonly sealed: string | undefined}
  | {readonly kind: 'text' | 'refusal'; readonly texts: readonly string[]}
  | {readonly kind: 'call'; readonly id: string; readonly name: string; readonly arguments: string}
  | {readonly kind: 'search'; readonly query: string; readonly urls: readonly string[]}
  | {readonly kind: 'unknown'}

/** Any text that JSON can hold, halves of characters too. */
const words = fc.oneof(
  fc.string({maxLength: 12}),
  fc.string({unit: 'binary', maxLength: 6}),
  fc.constantFrom('\ud83d', '\0', '"\\', '\n\n', 'data: x', '</block>'),
)
/** A text in the pieces that its deltas bring, and how many of them arrive. */
const pieces = fc.record({pieces: fc.array(words, {maxLength: 5}), arrive: fc.nat(6)})
/** How often the events arrive that repeat the whole. */
const repeats = fc.constantFrom(0, 1, 1, 1, 2)
const SEALED = [seal(ACCOUNT.id), seal(ACCOUNT.id), undefined]
export const NAMES = ['Bash', 'Read', `mcp__${'server_'.repeat(9)}__create`]

interface Pieces {
  readonly pieces: readonly string[]
  readonly arrive: number
}

/** Nothing repeats it, so nothing of it may be lost. */
const complete = (part: Pieces): Pieces => ({...part, arrive: part.pieces.length})
const whole = ({pieces: all}: Pieces) => all.join('')
const deltas = (type: string, at: object, {pieces: all, arrive}: Pieces): Event[] =>
  all.slice(0, arrive).map((delta) => ({type, ...at, delta}))
const times = (count: number, event: Event): Event[] => Array.from({length: count}, () => event)

const reasoning = fc
  .record({parts: fc.array(pieces, {maxLength: 3}), sealed: fc.constantFrom(...SEALED), done: repeats})
  .map(({parts, sealed, done}): Said => {
    const summary = parts.map((part) => ({type: 'summary_text', text: whole(part)}))
    const text = parts.map(whole).filter((one) => one !== '')
    return {
      content: {kind: 'reasoning', text: text.join('\n\n'), sealed},
      events(output_index) {
        const id = `rs_${output_index}`
        const at = (summary_index: number) => ({item_id: id, output_index, summary_index})
        return [
          {type: 'response.output_item.added', output_index, item: {type: 'reasoning', id, summary: []}},
          ...parts.flatMap((part, n) => [
            ...deltas('response.reasoning_summary_text.delta', at(n), done === 0 ? complete(part) : part),
            ...times(done, {type: 'response.reasoning_summary_text.done', ...at(n), text: whole(part)}),
          ]),
          {
            type: 'response.output_item.done',
            output_index,
            item: {type: 'reasoning', id, summary, encrypted_content: sealed},
          },
        ]
      },
    }
  })

function message(kind: 'text' | 'refusal') {
  const type = kind === 'text' ? 'output_text' : 'refusal'
  return fc
    .record({
      parts: fc.array(pieces, {minLength: 1, maxLength: 2}),
      done: repeats,
      cited: fc.boolean(),
    })
    .map(({parts, done, cited}): Said => {
      const annotations = cited
        ? [{type: 'url_citation', url: 'https://a', title: 'A', start_index: 0, end_index: 3}]
        : []
      const content = parts.map((part) => ({type, [kind]: whole(part), annotations}))
      return {
        content: {kind, texts: parts.map(whole).filter((one) => one !== '')},
        events(output_index) {
          const id = `msg_${output_index}`
          const at = (content_index: number) => ({item_id: id, output_index, content_index})
          return [
            {type: 'response.output_item.added', output_index, item: {type: 'message', id, content: []}},
            ...parts.flatMap((part, n) => [
              ...deltas(`response.${type}.delta`, at(n), part),
              ...times(done, {type: `response.${type}.done`, ...at(n), [kind]: whole(part)}),
              ...times(done, {type: 'response.content_part.done', ...at(n), part: content[n]}),
            ]),
            {type: 'response.output_item.done', output_index, item: {type: 'message', id, content}},
          ]
        },
      }
    })
}

const ARGUMENTS = fc.oneof(
  fc.dictionary(fc.string({maxLength: 5}), fc.oneof(words, fc.integer(), fc.constant([null, {}])), {maxKeys: 3}),
  fc.constant({}),
)

const call = fc
  .record({
    name: fc.constantFrom(...NAMES),
    args: ARGUMENTS,
    size: fc.integer({min: 1, max: 9}),
    arrive: fc.nat(9),
    done: repeats,
  })
  .map(({name, args, size, arrive, done}): Said & {readonly name: string} => {
    const text = JSON.stringify(args)
    const cut = {pieces: text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [], arrive}
    return {
      name,
      content: {kind: 'call', id: '', name, arguments: text},
      events(output_index) {
        const id = `fc_${output_index}`
        const item = {type: 'function_call', id, call_id: `call_${output_index}`, name: wireName(name)}
        const at = {item_id: id, output_index}
        return [
          {type: 'response.output_item.added', output_index, item: {...item, arguments: ''}},
          ...deltas('response.function_call_arguments.delta', at, cut),
          ...times(done, {type: 'response.function_call_arguments.done', ...at, arguments: text}),
          {type: 'response.output_item.done', output_index, item: {...item, arguments: text}},
        ]
      },
    }
  })

/** The upstream's name for a tool: a short one in place of the long one. */
export function wireName(name: string): string {
  return name.length > 64 ? 'short' : name
}

const customCall = words.map(
  (input): Said => ({
    content: {kind: 'call', id: '', name: 'Bash', arguments: JSON.stringify({input})},
    events(output_index) {
      const item = {type: 'custom_tool_call', id: `ctc_${output_index}`, call_id: `call_${output_index}`, name: 'Bash'}
      return [
        {type: 'response.output_item.added', output_index, item: {...item, input: ''}},
        {type: 'response.custom_tool_call_input.delta', item_id: item.id, output_index, delta: input},
        {type: 'response.output_item.done', output_index, item: {...item, input}},
      ]
    },
  }),
)

const search = fc.record({query: words, urls: fc.array(fc.webUrl(), {maxLength: 3}), done: repeats}).map(
  ({query, urls, done}): Said => ({
    content: {kind: 'search', query, urls},
    events(output_index) {
      const id = `ws_${output_index}`
      const action = {type: 'search', query, sources: urls.map((url) => ({type: 'url', url}))}
      return [
        {type: 'response.output_item.added', output_index, item: {type: 'web_search_call', id}},
        ...times(done, {type: 'response.web_search_call.completed', item_id: id, output_index}),
        {type: 'response.output_item.done', output_index, item: {type: 'web_search_call', id, action}},
      ]
    },
  }),
)

const unknown = fc.constantFrom('hologram_call', 'image_generation_call', '__proto__').map(
  (type): Said => ({
    content: {kind: 'unknown'},
    events: (output_index) => [
      {type: 'response.output_item.added', output_index, item: {type, id: `x_${output_index}`}},
      {type: `response.${type}.delta`, item_id: `x_${output_index}`, output_index, delta: 'x'},
      {type: 'response.output_item.done', output_index, item: {type, id: `x_${output_index}`, result: 'eA=='}},
    ],
  }),
)

export const items = fc.array(
  fc.oneof(
    {weight: 3, arbitrary: call},
    {weight: 3, arbitrary: message('text')},
    {weight: 2, arbitrary: reasoning},
    message('refusal'),
    customCall,
    search,
    unknown,
  ),
  {minLength: 1, maxLength: 6},
)

/** Events that say nothing about the answer. */
export const asides = fc.constantFrom<Event>(
  {type: 'keepalive', sequence_number: 3},
  {type: 'response.in_progress', response: {id: 'resp_other'}},
  {type: 'response.future_thing.delta', item_id: 'fc_0', output_index: 0, delta: 'x'},
  {type: 'codex.rate_limits', plan_type: 'plus', rate_limits: {primary: {used_percent: 3, window_minutes: 300}}},
  {type: 'response.metadata', headers: {}},
  {type: ''},
  {type: 'constructor'},
)

/** How an answer ends; what follows the end is not read. */
export const endings = fc.constantFrom<Event | undefined>(
  {
    type: 'response.completed',
    response: {id: 'resp_1', model: 'gpt-5.4', status: 'completed', output: [], usage: USAGE()},
  },
  {type: 'response.completed', response: {id: 'resp_1', output: null}},
  {type: 'response.done', response: {id: 'resp_1', status: 'completed'}},
  {type: 'response.incomplete', response: {status: 'incomplete', incomplete_details: {reason: 'max_output_tokens'}}},
  {type: 'response.incomplete', response: {incomplete_details: {reason: 'content_filter'}}},
  {type: 'response.failed', response: {status: 'failed', error: {code: 'server_is_overloaded', message: 'Busy.'}}},
  {type: 'response.failed', response: {error: {code: 'context_length_exceeded', message: 'Too long.'}}},
  {type: 'error', code: 'rate_limit_exceeded', message: 'try again in 3s'},
  {type: 'error', error: {type: 'invalid_request_error', message: 'No.'}, status: 400},
  {type: 'response.cancelled'},
  undefined,
)

function USAGE() {
  return {input_tokens: 90, input_tokens_details: {cached_tokens: 40}, output_tokens: 7}
}

/** Events of several items as they may come: those of one item in their order, items among each other in any. */
export function weave(
  all: readonly Said[],
  turns: readonly number[],
  between: readonly (Event | undefined)[],
): readonly Event[] {
  const waiting = all.map(({events}, index) => [...events(index)])
  const out: Event[] = []
  for (let step = 0; waiting.some((queue) => queue.length > 0); step++) {
    const left = waiting.filter((queue) => queue.length > 0)
    const next = left[(turns[step % Math.max(1, turns.length)] ?? 0) % left.length]?.shift()
    if (next !== undefined) out.push(next)
    const aside = between[step]
    if (aside !== undefined) out.push(aside)
  }
  return [{type: 'response.created', response: {id: 'resp_1', model: 'gpt-5.4'}}, ...out]
}

/** How the wire may look: kinds of line ends, with and without names, with comments. */
export const wires = fc.constantFrom<(event: Event) => string>(
  (event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`,
  (event) => `data:${JSON.stringify(event)}\r\n\r\n`,
  (event) => `: comment\n\ndata: ${JSON.stringify(event)}\nid: 7\n\n`,
)

import {randomBytes} from 'node:crypto'
import type {Gate} from './gate.js'
import type {Json} from './json.js'
import type {Asked, Step} from './reply.js'
import {seal} from './seal.js'

/** An answer while it is told. */
export interface Telling {
  readonly asked: Asked
  readonly output: Json[]
  nextIndex: number
  outputTokens: number
  reasoningTokens: number
  /** Set by a part that ended the stream its own way. */
  isOver: boolean
  readonly ending: {type: string; readonly fields: Record<string, unknown>}
}

/** A piece of an answer. */
export type Part = (telling: Telling) => Iterable<Step>

/** Text, in as many deltas as it has words, or in the pieces given. */
export function say(text: string | readonly string[], {annotations = [] as readonly Json[]} = {}): Part {
  return function* (telling) {
    const pieces = typeof text === 'string' ? words(text) : text
    const whole = pieces.join('')
    const index = telling.nextIndex++
    const item = {type: 'message', id: id('msg'), role: 'assistant'}
    const at = {item_id: item.id, output_index: index, content_index: 0}
    yield event('response.output_item.added', {
      output_index: index,
      item: {...item, status: 'in_progress', content: []},
    })
    yield event('response.content_part.added', {...at, part: {type: 'output_text', text: '', annotations: []}})
    for (const delta of pieces) yield event('response.output_text.delta', {...at, delta})
    for (const [annotation_index, annotation] of annotations.entries())
      yield event('response.output_text.annotation.added', {...at, annotation_index, annotation})
    const part = {type: 'output_text', text: whole, annotations}
    yield event('response.output_text.done', {...at, text: whole})
    yield event('response.content_part.done', {...at, part})
    yield finish(telling, index, {...item, status: 'completed', content: [part]})
    telling.outputTokens += pieces.length
  }
}

/** Text that is not said to its end: what comes next cuts it off. */
export function beginToSay(text: string): Part {
  return function* (telling) {
    for (const step of say(text)(telling)) {
      if ('event' in step && step.event.type === 'response.output_text.done') return
      yield step
    }
  }
}

/** Reasoning: summaries that are shown, and the sealed rest. */
export function think(...summaries: readonly string[]): Part {
  return function* (telling) {
    const index = telling.nextIndex++
    const item = {type: 'reasoning', id: id('rs')}
    yield event('response.output_item.added', {output_index: index, item: {...item, summary: []}})
    for (const [summary_index, text] of summaries.entries()) {
      const at = {item_id: item.id, output_index: index, summary_index}
      yield event('response.reasoning_summary_part.added', {...at, part: {type: 'summary_text', text: ''}})
      for (const delta of words(text)) yield event('response.reasoning_summary_text.delta', {...at, delta})
      yield event('response.reasoning_summary_text.done', {...at, text})
      yield event('response.reasoning_summary_part.done', {...at, part: {type: 'summary_text', text}})
    }
    telling.reasoningTokens += 64
    telling.outputTokens += 64
    yield finish(telling, index, {
      ...item,
      summary: summaries.map((text) => ({type: 'summary_text', text})),
      encrypted_content: seal(telling.asked.person.accountId),
    })
  }
}

/** A function call; its arguments come in pieces of 16 characters. */
export function call(name: string, args: Json | string, {callId = id('call')} = {}): Part {
  return function* (telling) {
    const index = telling.nextIndex++
    const text = typeof args === 'string' ? args : JSON.stringify(args)
    const item = {type: 'function_call', id: id('fc'), call_id: callId, name}
    const at = {item_id: item.id, output_index: index}
    yield event('response.output_item.added', {
      output_index: index,
      item: {...item, status: 'in_progress', arguments: ''},
    })
    for (const delta of text.match(/[\s\S]{1,16}/g) ?? [])
      yield event('response.function_call_arguments.delta', {...at, delta})
    yield event('response.function_call_arguments.done', {...at, arguments: text})
    telling.outputTokens += Math.ceil(text.length / 4)
    yield finish(telling, index, {...item, status: 'completed', arguments: text})
  }
}

/** Parts whose events take turns, as parallel calls may. */
export function together(...parts: readonly Part[]): Part {
  return function* (telling) {
    const running = parts.map((part) => part(telling)[Symbol.iterator]())
    while (running.length > 0)
      for (const [place, one] of [...running.entries()].reverse()) {
        const next = one.next()
        if (next.done === true) running.splice(place, 1)
        else yield next.value
      }
  }
}

/** A web search of the backend's own. */
export function search(query: string, sources: readonly {readonly url: string; readonly title?: string}[] = []): Part {
  return function* (telling) {
    const index = telling.nextIndex++
    const item = {type: 'web_search_call', id: id('ws')}
    const at = {item_id: item.id, output_index: index}
    yield event('response.output_item.added', {output_index: index, item: {...item, status: 'in_progress'}})
    for (const state of ['in_progress', 'searching', 'completed']) yield event(`response.web_search_call.${state}`, at)
    const action = {type: 'search', query, sources: sources.map((source) => ({type: 'url', ...source}))}
    yield finish(telling, index, {...item, status: 'completed', action})
  }
}

/** The model declines, in its own words. */
export function decline(text: string): Part {
  return function* (telling) {
    const index = telling.nextIndex++
    const item = {type: 'message', id: id('msg'), role: 'assistant'}
    const at = {item_id: item.id, output_index: index, content_index: 0}
    yield event('response.output_item.added', {output_index: index, item: {...item, content: []}})
    yield event('response.content_part.added', {...at, part: {type: 'refusal', refusal: ''}})
    for (const delta of words(text)) yield event('response.refusal.delta', {...at, delta})
    yield event('response.refusal.done', {...at, refusal: text})
    yield finish(telling, index, {...item, status: 'completed', content: [{type: 'refusal', refusal: text}]})
  }
}

/** Nothing more until the test opens the gate. */
export function hold({opened}: Gate): Part {
  return () => [{wait: opened}]
}

export function keepalive(): Part {
  return () => [event('keepalive', {sequence_number: 0})]
}

/** Any event at all. */
export function emit(type: string, fields: Json = {}): Part {
  return () => [event(type, fields)]
}

/** Bytes as they are. */
export function raw(text: string): Part {
  return () => [{raw: text}]
}

/** The connection breaks here. */
export function cut(): Part {
  return (telling) => {
    telling.isOver = true
    return [{cut: true}]
  }
}

/** The stream ends here without a word: a clean end of the connection, no terminal event. */
export function stop(): Part {
  return (telling) => {
    telling.isOver = true
    return []
  }
}

/** `response.failed` inside a 200. */
export function fail(code: string, message: string, more: Json = {}): Part {
  return (telling) => {
    telling.isOver = true
    return [
      event('response.failed', {response: {id: 'resp_failed', status: 'failed', error: {code, message, ...more}}}),
    ]
  }
}

/** `response.incomplete`: cut off by a limit or a filter. */
export function incomplete(reason: 'max_output_tokens' | 'content_filter'): Part {
  return (telling) => {
    telling.ending.type = 'response.incomplete'
    Object.assign(telling.ending.fields, {status: 'incomplete', incomplete_details: {reason}})
    return []
  }
}

/** Other fields of the last event's response, such as `usage` or `service_tier`. */
export function ending(fields: Json): Part {
  return (telling) => {
    Object.assign(telling.ending.fields, fields)
    return []
  }
}

export function event(type: string, fields: Json): Step {
  return {event: {type, ...fields}}
}

function finish(telling: Telling, index: number, item: Json): Step {
  telling.output[index] = item
  return event('response.output_item.done', {output_index: index, item})
}

function words(text: string): readonly string[] {
  return text.match(/\s*\S+\s*?(?=\s|$)|\s+$/g) ?? (text === '' ? [] : [text])
}

function id(prefix: string): string {
  return `${prefix}_${randomBytes(12).toString('hex')}`
}

import type {Protocol} from '../../../src/contract/index.js'

/** One short answer in each dialect, as services stream it. */
export const ANSWERS: Readonly<Record<Protocol, string>> = {
  'openai-chat': [
    chat({delta: {role: 'assistant', content: ''}, finish_reason: null}),
    ...['Hello', ' from', ' here.'].map((content) => chat({delta: {content}, finish_reason: null})),
    chat({delta: {}, finish_reason: 'stop'}),
    `data: ${JSON.stringify({...chunk(), choices: [], usage: {prompt_tokens: 9, completion_tokens: 3}})}\n\n`,
    `: ${'.'.repeat(900)}\n\n`,
    'data: [DONE]\n\n',
  ].join(''),
  'openai-responses': [
    event('response.created', {response: {...response(), status: 'in_progress'}}),
    event('response.output_item.added', {output_index: 0, item: {type: 'message', id: 'msg_1', role: 'assistant'}}),
    event('response.content_part.added', {output_index: 0, content_index: 0, part: {type: 'output_text', text: ''}}),
    ...['Hello', ' from', ' here.'].map((delta) =>
      event('response.output_text.delta', {output_index: 0, content_index: 0, item_id: 'msg_1', delta}),
    ),
    `: ${'.'.repeat(900)}\n\n`,
    event('response.output_item.done', {output_index: 0, item: {type: 'message', id: 'msg_1', role: 'assistant'}}),
    event('response.completed', {response: {...response(), usage: {input_tokens: 9, output_tokens: 3}}}),
  ].join(''),
  'anthropic-messages': [
    event('message_start', {message: {id: 'msg_1', role: 'assistant', model: 'm', usage: {input_tokens: 9}}}),
    event('content_block_start', {index: 0, content_block: {type: 'text', text: ''}}),
    ...['Hello', ' from', ' here.'].map((text) =>
      event('content_block_delta', {index: 0, delta: {type: 'text_delta', text}}),
    ),
    `: ${'.'.repeat(900)}\n\n`,
    event('content_block_stop', {index: 0}),
    event('message_delta', {delta: {stop_reason: 'end_turn'}, usage: {output_tokens: 3}}),
    event('message_stop', {}),
  ].join(''),
}

function event(type: string, fields: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({type, ...fields})}\n\n`
}

function response() {
  return {id: 'resp_1', model: 'm', output: []}
}

function chunk() {
  return {id: 'chatcmpl-1', object: 'chat.completion.chunk', model: 'm'}
}

function chat(choice: object): string {
  return `data: ${JSON.stringify({...chunk(), choices: [{index: 0, ...choice}]})}\n\n`
}

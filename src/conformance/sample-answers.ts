import type {Protocol} from '../contract/index.js'

export interface SampleAnswer {
  readonly contentType: string
  readonly body: string
}

const WORDS = ['Hello', ' from', ' here.']
const USED = {input: 9, output: 3}
const RESPONSE = {id: 'resp_1', model: 'm', output: []}
const MESSAGE = {type: 'message', id: 'msg_1', role: 'assistant'}
/** Behind the words, so that half of an answer has them all and is not finished. */
const PADDING = `: ${'.'.repeat(900)}\n\n`

const BODIES: Readonly<Record<Protocol, readonly string[]>> = {
  'openai-chat': [
    chunk({delta: {role: 'assistant', content: ''}, finish_reason: null}),
    ...WORDS.map((content) => chunk({delta: {content}, finish_reason: null})),
    PADDING,
    chunk({delta: {}, finish_reason: 'stop'}, {prompt_tokens: USED.input, completion_tokens: USED.output}),
    'data: [DONE]\n\n',
  ],
  'openai-responses': [
    event('response.created', {response: {...RESPONSE, status: 'in_progress'}}),
    event('response.output_item.added', {output_index: 0, item: MESSAGE}),
    event('response.content_part.added', {output_index: 0, content_index: 0, part: {type: 'output_text', text: ''}}),
    ...WORDS.map((delta) =>
      event('response.output_text.delta', {output_index: 0, content_index: 0, item_id: 'msg_1', delta}),
    ),
    PADDING,
    event('response.output_item.done', {output_index: 0, item: MESSAGE}),
    event('response.completed', {
      response: {...RESPONSE, usage: {input_tokens: USED.input, output_tokens: USED.output}},
    }),
  ],
  'anthropic-messages': [
    event('message_start', {message: {...MESSAGE, model: 'm', usage: {input_tokens: USED.input}}}),
    event('content_block_start', {index: 0, content_block: {type: 'text', text: ''}}),
    ...WORDS.map((text) => event('content_block_delta', {index: 0, delta: {type: 'text_delta', text}})),
    PADDING,
    event('content_block_stop', {index: 0}),
    event('message_delta', {delta: {stop_reason: 'end_turn'}, usage: {output_tokens: USED.output}}),
    event('message_stop', {}),
  ],
}

/** "Hello from here." as a service of this dialect streams it. */
export function sampleAnswer(protocol: Protocol): SampleAnswer {
  return {contentType: 'text/event-stream', body: BODIES[protocol].join('')}
}

function event(type: string, fields: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({type, ...fields})}\n\n`
}

function chunk(choice: object, usage?: object): string {
  const whole = {id: 'chatcmpl-1', object: 'chat.completion.chunk', model: 'm', choices: [{index: 0, ...choice}], usage}
  return `data: ${JSON.stringify(whole)}\n\n`
}

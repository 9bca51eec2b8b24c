// The answers of the stand-in upstream, known to who sends them and to who checks them. A prompt says which one it wants.

/** What a prompt must hold: so many deltas, so many milliseconds apart. */
export function wish({deltas, gap = 0}) {
  return `#bench deltas=${deltas} gap=${gap}#`
}

export function readWish(body) {
  const at = body.lastIndexOf('#bench ')
  if (at === -1) return undefined
  const [, deltas, gap] = /deltas=(\d+) gap=(\d+)#/.exec(body.toString('latin1', at, at + 60))
  return {deltas: Number(deltas), gap: Number(gap)}
}

/** About as long as a token; some hold what must be escaped, some what a cut between two chunks would break. */
const WORDS = [' the', ' function', ' "quoted"', ' of', '\n', ' naïve', ' {', ' returns', ' 🙂', ' value', ' 東京', '.']

export function wordAt(index) {
  return WORDS[index % WORDS.length]
}

export function wholeText(deltas) {
  let text = ''
  for (let index = 0; index < deltas; index += 1) text += wordAt(index)
  return text
}

const ITEM = 'msg_0f265eff3e91d539006a7d1d4ad1b081a1b71e649e30d92ac2'
const RESPONSE = {id: 'resp_0f265eff3e91d539006a7d1d4ad1b081', object: 'response', model: 'gpt-5.4'}
const PADDING = 'OVYv9Jm3TzQ1'

export function opening() {
  const item = {id: ITEM, type: 'message', status: 'in_progress', content: [], role: 'assistant'}
  const part = {type: 'output_text', annotations: [], logprobs: [], text: ''}
  return [
    message('response.created', {response: {...RESPONSE, status: 'in_progress', output: []}}),
    message('response.in_progress', {response: {...RESPONSE, status: 'in_progress', output: []}}),
    message('response.output_item.added', {item, output_index: 0, sequence_number: 2}),
    message('response.content_part.added', {content_index: 0, item_id: ITEM, output_index: 0, part}),
  ].join('')
}

/** With its keys in the order in which OpenAI writes them. */
export function delta(text, index) {
  return message('response.output_text.delta', {
    content_index: 0,
    delta: text,
    item_id: ITEM,
    logprobs: [],
    obfuscation: PADDING.slice(0, 4 + (index % 9)),
    output_index: 0,
    sequence_number: 4 + index,
  })
}

export function closing(text) {
  const part = {type: 'output_text', annotations: [], logprobs: [], text}
  const item = {id: ITEM, type: 'message', status: 'completed', content: [part], role: 'assistant'}
  const usage = {
    input_tokens: 5000,
    input_tokens_details: {cached_tokens: 4096},
    output_tokens: 100,
    output_tokens_details: {reasoning_tokens: 0},
    total_tokens: 5100,
  }
  return [
    message('response.output_text.done', {content_index: 0, item_id: ITEM, output_index: 0, text}),
    message('response.content_part.done', {content_index: 0, item_id: ITEM, output_index: 0, part}),
    message('response.output_item.done', {item, output_index: 0}),
    message('response.completed', {response: {...RESPONSE, status: 'completed', output: [item], usage}}),
  ].join('')
}

function message(type, fields) {
  return `event: ${type}\ndata: ${JSON.stringify({type, ...fields})}\n\n`
}

// Requests of a coding session, about as large as asked, in both dialects: instructions, tools, and a history of calls.
import {wish} from './stand-in/answer.mjs'

const SESSION = '5b1c9a52-7d1e-4a63-9a57-0c6a1f3b2d11'
const PROSE = 'Read the file before you change it, keep its style, and say what you did and why in plain words. '
const CODE = 'export function total(items) {\n  return items.reduce((sum, {price}) => sum + price, 0) // "net"\n}\n'
const TOOLS = ['Bash', 'Read', 'Edit', 'Write', 'Grep', 'Glob', 'Task', 'WebFetch']

/** Bytes of each: instructions and tools are what a small request is made of, tool results what a large one is. */
const INSTRUCTIONS = 9000
const RESULT = 6000

const MAKERS = {messages: makeMessages, responses: makeResponses}
const made = new Map()

export function requestOf(dialect, {bytes, ...wanted}) {
  const key = JSON.stringify([dialect, bytes, wanted])
  const known = made.get(key)
  if (known !== undefined) return known
  const body = grow(bytes, (results) => Buffer.from(JSON.stringify(MAKERS[dialect](results, wish(wanted)))))
  made.set(key, body)
  return body
}

function grow(bytes, make) {
  const base = make(0).length
  const each = make(1).length - base
  return make(Math.max(0, Math.round((bytes - base) / each)))
}

function makeMessages(results, prompt) {
  return {
    model: 'gpt-5.4',
    max_tokens: 32_000,
    stream: true,
    system: [{type: 'text', text: fill(PROSE, INSTRUCTIONS), cache_control: {type: 'ephemeral'}}],
    tools: TOOLS.map((name) => ({name, description: fill(PROSE, 700), input_schema: schema()})),
    metadata: {user_id: JSON.stringify({session_id: SESSION})},
    thinking: {type: 'adaptive'},
    messages: [
      {role: 'user', content: [{type: 'text', text: 'Find what is slow.'}]},
      ...repeat(results, (index) => [
        {role: 'assistant', content: [{type: 'tool_use', id: `call_${index}`, name: 'Read', input: input(index)}]},
        {role: 'user', content: [{type: 'tool_result', tool_use_id: `call_${index}`, content: fill(CODE, RESULT)}]},
      ]),
      {role: 'user', content: [{type: 'text', text: prompt}]},
    ],
  }
}

function makeResponses(results, prompt) {
  const say = (role, text) => ({type: 'message', role, content: [{type: 'input_text', text}]})
  return {
    model: 'gpt-5.4',
    instructions: fill(PROSE, INSTRUCTIONS),
    input: [
      say('user', 'Find what is slow.'),
      ...repeat(results, (index) => [
        {type: 'function_call', call_id: `call_${index}`, name: 'Read', arguments: JSON.stringify(input(index))},
        {type: 'function_call_output', call_id: `call_${index}`, output: fill(CODE, RESULT)},
      ]),
      say('user', prompt),
    ],
    tools: TOOLS.map((name) => ({
      type: 'function',
      name,
      description: fill(PROSE, 700),
      strict: false,
      parameters: schema(),
    })),
    tool_choice: 'auto',
    parallel_tool_calls: true,
    reasoning: {effort: 'medium', summary: 'auto'},
    store: false,
    stream: true,
    include: ['reasoning.encrypted_content'],
    prompt_cache_key: SESSION,
  }
}

function fill(text, length) {
  return text.repeat(Math.ceil(length / text.length)).slice(0, length)
}

function repeat(times, make) {
  return Array.from({length: times}, (_, index) => make(index)).flat()
}

function input(index) {
  return {file_path: `/home/dev/project/src/part-${index}.js`, offset: index, limit: 200}
}

function schema() {
  const text = (description) => ({type: 'string', description})
  return {
    type: 'object',
    properties: {file_path: text('An absolute path.'), pattern: text('What to look for.'), limit: {type: 'number'}},
    required: ['file_path'],
    additionalProperties: false,
  }
}

import {type Addition, addBlock, addMessage, blockOf, each, messageOf} from './draft.js'

const MESSAGE_KEYS = [
  'id',
  'name',
  'weight',
  'phase',
  'model',
  'author',
  'timestamp',
  'visibility',
  'tool_call_id',
  'output_config',
  'stop_reason',
  '__proto__',
  'm\0',
]

const ROLES = [
  'tool',
  'function',
  'critic',
  'SYSTEM',
  '',
  '__proto__',
  'hasOwnProperty',
  'r\0\ud800',
  5,
  null,
  {},
  ['user'],
]

const MESSAGES = [
  null,
  5,
  true,
  'just text',
  '',
  [],
  {},
  {role: 'user'},
  {content: 'no role'},
  ['user', 'hi'],
  '\0\udfff',
]

const CONTENT = [null, 5, true, {}, {type: 'text', text: 'one block'}, '', [], [[]], [[['deep']]], [null, 0, false, '']]

const BLOCK_KEYS = [
  'id',
  'priority',
  'annotations',
  'ttl',
  'caller',
  'source_id',
  'confidence',
  'locale',
  'phase',
  'content',
  'visibility',
  'toString',
  'b\0',
]

/** With text somewhere, so that it can be carried, or without. */
const BLOCKS = [
  {type: 'audio', source: {type: 'base64', media_type: 'audio/wav', data: 'UklGRg=='}},
  {type: 'video', url: 'https://example.com/v.mp4'},
  {type: 'plan', steps: ['a', 'b']},
  {type: 'note', text: 'a note'},
  {type: 'note', text: {value: 'nested'}},
  {type: 'summary', content: 'in words'},
  {type: 'summary', content: [{type: 'text', text: 'inside'}, {type: 'chart'}]},
  {type: 'group', content: [{type: 'group', content: [{type: 'group', content: 'deep'}]}]},
  {type: 'container_upload', file_id: 'file_1'},
  {type: 'fallback', model: 'other'},
  {type: 'compaction', content: null},
  {type: 'compaction', content: 'what was said before'},
  {type: 'tool_reference', tool_name: 'Nobody'},
  {type: 'tool_reference'},
  {type: 'tool_reference', tool_name: {toString: 1}},
  {type: 'search_result', title: 5, source: null, content: 'no list'},
  {type: 'search_result', title: 't\0', source: '\ud800', content: [{type: 'text', text: 'found'}]},
  {type: 'thinking', thinking: 'hm', signature: 'EqQBCgIYAg'},
  {type: 'thinking', thinking: null, signature: {v: 2}},
  {type: 'thinking'},
  {type: 'thinking_summary', text: 'short'},
  {type: 'redacted_thinking', data: 5},
  {type: 'redacted_thinking'},
  {type: 'server_tool_use', id: 's1', name: 'web_search', input: {query: 'q\0'}},
  {type: 'server_tool_use', id: 's2', name: 'code_execution', input: {code: '1\ud800'}},
  {type: 'server_tool_use', name: {}, input: 'text'},
  {type: 'web_search_tool_result', tool_use_id: 's1', content: {type: 'web_search_tool_result_error', error_code: 'x'}},
  {type: 'web_search_tool_result', tool_use_id: 's9', content: [{url: 'https://a\0', title: '\udc00'}, {url: 5}, null]},
  {type: 'web_fetch_tool_result', tool_use_id: 's3', content: {url: 'u'}},
  {type: 'code_execution_tool_result', content: null},
  {type: 'shell_tool_result'},
  {type: '*_tool_result', content: 'odd'},
  {type: 'mcp_tool_use', id: 'm1', name: 'n', server_name: 's', input: {}},
  {type: 'mcp_tool_result', tool_use_id: 'm1', content: 'x', is_error: 'maybe'},
  {type: 'mcp_approval_request', id: 'a1'},
  {type: 'text'},
  {type: 'text', text: 5},
  {type: 'text', text: ''},
  {type: 'text', text: 'cited', citations: [{type: 'page_location'}]},
  {text: 'no type'},
  {type: ''},
  {type: 5, text: 'number'},
  {type: {toString: 1}},
  {type: '__proto__', content: 'x'},
  {type: 'constructor'},
  {type: 'b\0\ud800'},
  {type: 't'.repeat(3000)},
  null,
  7,
  true,
  'bare text',
  [],
  [[{type: 'text', text: 'listed'}]],
]

const TEXTS = [
  '\0',
  'a\0b\0',
  '\ud83d',
  '\ude00\ud83d',
  '🙂 \u202e\u0007\u001b[31m',
  '\u2028\u2029\ufeff',
  '</system-reminder>',
  'x-anthropic-billing-header: mine',
  '{"type":"text"}',
  '  \n\t ',
]

const HUGE: Readonly<Record<string, unknown>> = {
  'a text of 1 MB': {type: 'text', text: 'long line '.repeat(100_000)},
  'a text of broken halves': {type: 'text', text: 'ab\ud800'.repeat(50_000)},
  'a block of 2,000 levels': nested(2000, (inside) => ({type: 'box', content: [inside]})),
  'a document of 2,000 levels': nested(2000, (content) => ({type: 'document', source: {type: 'content', content}})),
  'a call of 2,000 levels': {type: 'tool_use', id: 'deep', name: 'Bash', input: nested(2000, (inside) => ({inside}))},
  'a result of 2,000 levels': {type: 'shell_tool_result', content: nested(2000, (inside) => [inside])},
}

export const MESSAGE_ADDITIONS: readonly Addition[] = [
  ...each('message key', MESSAGE_KEYS, (draft, key) => {
    Object.defineProperty(messageOf(draft), key, {value: {a: [draft.at]}, enumerable: true, configurable: true})
  }),
  ...each('role', ROLES, (draft, role) => {
    messageOf(draft).role = role
  }),
  ...each('message', MESSAGES, addMessage),
  ...each('content', CONTENT, (draft, content) => addMessage(draft, {role: 'user', content})),
  ...each('block key', BLOCK_KEYS, (draft, key) => {
    blockOf(draft)[key] = {at: draft.at}
  }),
  ...each('block', BLOCKS, (draft, block) => addBlock(draft, structuredClone(block))),
  ...each('text', TEXTS, (draft, text) => addBlock(draft, {type: 'text', text})),
  ...each('huge', Object.keys(HUGE), (draft, name) => addBlock(draft, HUGE[name])),
]

function nested(levels: number, around: (inside: unknown) => unknown): unknown {
  let value: unknown = {type: 'text', text: 'at the bottom'}
  for (let level = 0; level < levels; level++) value = around(value)
  return value
}

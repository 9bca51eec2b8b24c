import fc from 'fast-check'

/** Whatever may stand where a client or an upstream writes JSON. */
const anything = fc.jsonValue({maxDepth: 4})
/** Mostly what belongs there. */
const mostly = (usual: fc.Arbitrary<unknown>) =>
  fc.oneof({weight: 20, arbitrary: usual}, {weight: 1, arbitrary: anything})
const word = (...words: readonly string[]) => mostly(fc.constantFrom(...words))
const some = (keys: Record<string, fc.Arbitrary<unknown>>, requiredKeys: string[] = []) =>
  fc.record(keys, {requiredKeys})

const part = some({
  type: word('text', 'input_text', 'image_url', 'input_image', 'file', 'input_file', 'refusal', '__proto__'),
  text: anything,
  image_url: fc.oneof(anything, fc.constant('data:image/png;base64,AAAA'), fc.record({url: anything})),
  file: some({file_data: anything, filename: anything}),
  file_data: anything,
  file_url: anything,
})
const content = mostly(fc.array(part))
const tool = some({
  type: word('function', 'custom', 'namespace', 'tool_search', 'web_search', 'toString'),
  name: word('a', 'b', '__proto__'),
  function: some({name: word('c'), parameters: anything}),
  custom: some({name: word('d'), format: anything}),
  parameters: anything,
  tools: mostly(fc.array(anything)),
})
const shared = {
  model: word('m'),
  tools: mostly(fc.array(tool)),
  tool_choice: word('auto', 'constructor'),
  service_tier: word('fast', 'flex'),
  stream_options: anything,
  odd: anything,
}
const item = some(
  {
    type: word('message', 'function_call', 'function_call_output', 'custom_tool_call', 'reasoning', 'web_search_call'),
    role: word('user', 'assistant', 'system', 'valueOf'),
    content,
    id: anything,
    call_id: word('c1', 'c2'),
    name: word('a', 'b'),
    namespace: word('n'),
    arguments: anything,
    input: anything,
    output: content,
    action: anything,
    encrypted_content: word('gAAAA', 'ccs1.f.x'),
  },
  ['type', 'call_id', 'name'],
)
export const responsesBody = some(
  {
    ...shared,
    input: mostly(fc.array(item)),
    instructions: anything,
    reasoning: fc.oneof(anything, some({effort: word('low'), summary: anything, odd: anything})),
    include: mostly(fc.array(anything)),
    text: fc.oneof(anything, some({format: anything, verbosity: anything})),
    client_metadata: anything,
    prompt_cache_key: anything,
    previous_response_id: anything,
  },
  ['model', 'input'],
)
const chatMessage = some(
  {
    role: word('user', 'assistant', 'system', 'tool', '__proto__'),
    content,
    tool_calls: mostly(fc.array(some({id: word('c1'), type: word('function'), function: anything}))),
    tool_call_id: word('c1'),
    refusal: anything,
  },
  ['role', 'content'],
)
export const chatBody = some(
  {
    ...shared,
    messages: mostly(fc.array(chatMessage)),
    response_format: anything,
    stop: mostly(fc.array(anything)),
    reasoning_effort: word('high'),
    web_search_options: anything,
  },
  ['model', 'messages'],
)

export interface Stream {
  readonly said: fc.Arbitrary<unknown>
  readonly last: string
}

const call = some({
  index: mostly(fc.nat(2)),
  id: word('a', 'b'),
  function: some({name: word('f'), arguments: word('{}')}, ['name']),
})
const delta = some({
  content: word('x'),
  reasoning_content: word('r'),
  refusal: anything,
  annotations: anything,
  tool_calls: fc.array(call, {maxLength: 3}),
})
const block = some(
  {
    type: word('text', 'thinking', 'tool_use', 'server_tool_use', 'web_search_tool_result'),
    text: word('x', ''),
    id: word('t'),
    tool_use_id: word('t'),
    name: word('web_search', 'f'),
    input: anything,
    content: anything,
  },
  ['type', 'id', 'name', 'tool_use_id'],
)
const piece = some({text: word('y'), thinking: word('z'), signature: anything, partial_json: word('{}')})

export const STREAMS: Readonly<Record<'openai-chat' | 'anthropic-messages', Stream>> = {
  'openai-chat': {
    said: mostly(
      some(
        {
          choices: fc.array(fc.record({delta, finish_reason: fc.constantFrom(null, null, null, 'stop', 7)}), {
            maxLength: 2,
          }),
          usage: anything,
        },
        ['choices'],
      ),
    ),
    last: '[DONE]',
  },
  'anthropic-messages': {
    said: mostly(
      some(
        {
          type: word(
            'message_start',
            'content_block_start',
            'content_block_delta',
            'content_block_stop',
            'message_delta',
          ),
          index: mostly(fc.nat(1)),
          message: anything,
          content_block: block,
          delta: piece,
          usage: anything,
        },
        ['type', 'index', 'content_block', 'delta'],
      ),
    ),
    last: '{"type":"message_stop"}',
  },
}

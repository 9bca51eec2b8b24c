import {type Addition, each} from './draft.js'

const KEYS = [
  'temperature',
  'top_p',
  'top_k',
  'container',
  'mcp_servers',
  'betas',
  'fallbacks',
  'inference_geo',
  'safeguards',
  'diagnostics',
  'user_profile_id',
  'cache_control',
  'context_management',
  'store',
  'input',
  'instructions',
  'max_output_tokens',
  'previous_response_id',
  'prompt_cache_key',
  'truncation',
  'include',
  'text',
  'seed',
  'n',
  'logprobs',
  'response_format',
  'reasoning',
  'reasoning_effort',
  'service_tier_hint',
  'memory_scopes',
  'agents',
  'budget',
  'session',
  'stream_options',
  'verbosity',
  'guardrails',
  'client_metadata',
  'compaction',
  'Model',
  '',
  ' ',
  '*',
  'key *',
  'constructor',
  'toString',
  '__proto__',
  'a\0b',
  '\ud800',
  'k'.repeat(5000),
]

const ODD: readonly unknown[] = [null, true, 0, -1, 1e300, 'text', '', [], {}, [null], {a: {b: []}}, [[['x']]]]

const KNOWN = [
  'system',
  'tools',
  'tool_choice',
  'stop_sequences',
  'metadata',
  'max_tokens',
  'stream',
  'thinking',
  'output_config',
  'output_format',
  'speed',
  'service_tier',
] as const

const THINKING = [
  {type: 'auto'},
  {type: 'deep'},
  {type: 'enabled', budget_tokens: -5},
  {type: 'enabled', budget_tokens: '4096'},
  {type: 'enabled', budget_tokens: {soft: 1}},
  {type: 'adaptive', display: 'stream'},
  {type: 'adaptive', display: {mode: 'full'}},
  {type: {toString: 'no', valueOf: 'no'}},
  {type: null},
  {type: ['adaptive']},
  {type: '__proto__'},
  {kind: 'adaptive'},
]

const TOOL_CHOICE = [
  {type: 'tool', name: 'Nobody'},
  {type: 'tool', name: ''},
  {type: 'tool', name: 7},
  {type: 'tool'},
  {type: 'any', disable_parallel_tool_use: true},
  {type: 'any', disable_parallel_tool_use: 'yes'},
  {type: 'none'},
  {type: 'several', names: ['Bash', 'Read']},
  {type: 'allowed_tools', mode: 'auto'},
  {type: {toString: 1}},
  {type: 'toString'},
  'required',
  'none',
]

const OUTPUT_CONFIG = [
  {effort: 'extreme'},
  {effort: 'ULTRA'},
  {effort: 7},
  {effort: {level: 'high'}},
  {effort: ''},
  {effort: 'e'.repeat(2000)},
  {effort: 'constructor'},
  {format: {type: 'grammar', syntax: 'lark'}},
  {format: {type: 'json_schema'}},
  {format: {type: 'json_schema', schema: []}},
  {format: {type: 'json_schema', schema: {}, name: '…'}},
  {format: {type: 'json_schema', schema: {type: 'object', properties: {a: {type: 'object'}}}, name: 'n'.repeat(90)}},
  {format: {type: 'json_schema', schema: {type: 'object', title: 'a\0\udc00'}}},
  {format: {type: 'json_schema', schema: {type: 'object', properties: {'\ud800': {}}}}},
  {format: {type: {toString: 1}}},
  {format: 'json'},
  {task_budget: {total: 1}},
]

const SPEEDS = ['fast', 'faster', 'priority', 'batch', 'flex', 'FAST', 'toString']

const SYSTEM = [
  ['a', 'b'],
  [{type: 'text', text: null}],
  [{type: 'image', source: {}}],
  [{type: 'text', text: 'x', ttl: 5, citations: []}],
  [{text: 'without a type'}],
  [{type: 'text', text: ''}],
  [null, 5, [], {}],
  {type: 'text', text: 'alone'},
  'x-anthropic-billing-header: only this',
  '\0 and \ud83d',
]

const HEADERS: readonly (readonly [string, string])[] = [
  ['anthropic-beta', 'next-thing-2027-01-01'],
  ['anthropic-beta', 'a-2026-01-01,b-2026-02-02,,c'],
  ['anthropic-beta', ''],
  ['anthropic-version', '2027-01-01'],
  ['x-claude-code-session-id', 'not a uuid'],
  ['x-claude-code-session-id', ''],
  ['x-claude-code-session-id', 's'.repeat(3000)],
  ['x-claude-code-agent-id', 'ä'],
  ['x-claude-code-agent-id', 'main'],
  ['x-claude-code-request-class', 'side'],
  ['x-claude-code-team', 'three'],
  ['user-agent', ''],
]

const USER_IDS = ['', '{', '[]', 'null', '{"session_id":5}', 'user_1_account__session_', 'a\0b', '\ud800'.repeat(9)]

export const TOP_LEVEL: readonly Addition[] = [
  ...each('key', KEYS, ({body, at}, key) => {
    Object.defineProperty(body, key, {value: ODD[at % ODD.length], enumerable: true, configurable: true})
  }),
  ...KNOWN.flatMap((key) =>
    each(key, ODD, ({body}, value) => {
      body[key] = value
    }),
  ),
  ...each('thinking', THINKING, ({body}, value) => {
    body.thinking = value
  }),
  ...each('tool_choice', TOOL_CHOICE, ({body}, value) => {
    body.tool_choice = value
  }),
  ...each('output_config', OUTPUT_CONFIG, ({body}, value) => {
    body.output_config = value
  }),
  ...each('speed', SPEEDS, ({body, at}, value) => {
    body[at % 2 === 0 ? 'speed' : 'service_tier'] = value
  }),
  ...each('system', SYSTEM, ({body}, value) => {
    body.system = value
  }),
  ...each('header', HEADERS, ({headers}, [name, value]) => {
    headers[name] = value
  }),
  ...each('user_id', USER_IDS, ({body, headers}, user_id) => {
    delete headers['x-claude-code-session-id']
    body.metadata = {user_id}
  }),
]

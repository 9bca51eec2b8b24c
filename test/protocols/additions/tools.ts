import {type Addition, addition, addTool, each, toolOf} from './draft.js'

const TOOLS = [
  {type: 'bash_20250124', name: 'bash'},
  {type: 'bash_20270101', name: 'shell'},
  {type: 'text_editor_20250728', name: 'str_replace_based_edit_tool', max_characters: 9},
  {type: 'memory_20250818', name: 'memory'},
  {type: 'computer_20251124', name: 'computer', display_width_px: 1},
  {type: 'code_execution_20260120', name: 'code_execution'},
  {type: 'web_fetch_20260209', name: 'web_fetch', citations: {enabled: true}},
  {type: 'tool_search_tool_regex_20251119', name: 'tool_search_tool_regex'},
  {type: 'advisor_20260301', name: 'advisor', model: 'm'},
  {type: 'mcp_toolset', mcp_server_name: 's'},
  {type: 'web_search_20250305', name: 'web_search', blocked_domains: ['a.com'], max_uses: 3},
  {type: 'web_search_20270101', name: 'Search', allowed_domains: ['https://a.com/x', 'b.com', 5, '', 'c\0.com']},
  {type: 'web_search_20260209', name: {}, user_location: {type: 'exact', city: 'B\0', country: 5, street: 'x'}},
  {type: 'web_search', allowed_domains: 'a.com', user_location: 'Berlin'},
  {type: 'image_generation', name: 'draw'},
  {type: 'voice_20270101', name: 'voice', input_schema: {type: 'object'}},
  {type: 'custom', name: 'without_schema'},
  {type: 'custom'},
  {type: 5, name: 'n', input_schema: {}},
  {type: '__proto__', name: 'p'},
  {type: 'constructor', name: 'c', input_schema: {}},
  {type: 'function', function: {name: 'chat', parameters: {}}},
  {name: 'openai', parameters: {type: 'object'}},
  {name: '', input_schema: {}},
  {name: 5, input_schema: {}},
  {name: 'described', description: {text: 'x'}, input_schema: {}},
  {name: 'described\0', description: 'a\0\ud800', input_schema: {}},
  {name: 'late', defer_loading: 'yes', input_schema: {}},
  {name: 'hidden', defer_loading: true, input_schema: {}},
  null,
  7,
  'Bash',
  [],
]

const TOOL_KEYS = [
  'strict',
  'permissions',
  'timeout_ms',
  'annotations',
  'output_schema',
  'cost',
  'icon',
  'version',
  'input_examples',
  'allowed_callers',
  '__proto__',
  'k\0',
]

const NAMES = [
  'a'.repeat(65),
  `mcp__${'server_'.repeat(12)}__create`,
  'with space',
  'dots.and/slashes',
  'ünïcode',
  '🙂',
  '\ud800',
  'a\0b',
  '__proto__',
  'constructor',
  '-',
  ' ',
]

const SCHEMAS = [
  null,
  5,
  'object',
  true,
  [],
  {},
  {type: 'object'},
  {type: 'array', items: {}},
  {type: ['object', 'null'], properties: {a: {}}},
  {type: 'string'},
  {type: 'object', properties: null},
  {type: 'object', properties: []},
  {type: 'object', properties: {a: true, b: false, c: null, d: 5}},
  {type: 'object', properties: {}, required: 'a'},
  {type: 'object', properties: {a: {type: 'array'}, b: {type: 'array', items: [{type: 'string'}, true]}}},
  {anyOf: [{type: 'object', properties: {a: {}}}, {type: 'object', properties: {b: {}}}, {type: 'null'}]},
  {oneOf: [{$ref: '#/$defs/a'}], $defs: {a: {type: 'object', properties: {x: {}}}}},
  {allOf: [{properties: {a: {}}, required: ['a']}, null, 5], not: {}, enum: [1]},
  {$ref: '#/$defs/loop', $defs: {loop: {$ref: '#/$defs/loop'}}},
  {$ref: '#/$defs/a~1b', $defs: {'a/b': {type: 'object', properties: {me: {$ref: '#'}}}}},
  {$ref: 'https://example.com/schema.json'},
  {$ref: 5},
  {$schema: 'https://json-schema.org/draft/2030-01/schema', type: 'object', unevaluatedThings: {}},
  {type: 'object', properties: {'a\0': {description: '\ud800'}, __proto__: {type: 'string'}}},
  {type: 'object', properties: {pattern: {type: 'string', pattern: '\0[\ud800-\udbff]'}}},
  {type: 'object', title: {toString: 1}, description: ['x']},
]

const DEEP = JSON.parse(`${'{"type":"object","properties":{"a":'.repeat(2000)}{}${'}}'.repeat(2000)}`)

export const TOOL_ADDITIONS: readonly Addition[] = [
  ...each('tool', TOOLS, (draft, tool) => addTool(draft, structuredClone(tool))),
  ...each('tool key', TOOL_KEYS, (draft, key) => {
    Object.defineProperty(toolOf(draft), key, {value: [draft.at], enumerable: true, configurable: true})
  }),
  ...each('tool name', NAMES, (draft, name) =>
    addTool(draft, {name, description: 'x', input_schema: {type: 'object'}}),
  ),
  ...each('forced tool', NAMES, (draft, name) => {
    addTool(draft, {name, input_schema: {type: 'object'}})
    draft.body.tool_choice = {type: 'tool', name}
  }),
  ...each('schema', [...SCHEMAS, DEEP], (draft, input_schema) =>
    addTool(draft, {name: `s${draft.at % 3}`, input_schema}),
  ),
  addition('format', '2,000 levels', ({body}) => {
    body.output_config = {format: {type: 'json_schema', schema: DEEP}}
  }),
]

import {writeReplay} from '../../src/protocols/replay.js'
import {seal} from '../openai/seal.js'
import {captured} from './captured.js'
import {ACCOUNT} from './translate.js'

type Json = Readonly<Record<string, unknown>>

export interface Request {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Json
}

/** What the model says and what comes back; `system` is what Claude Code tells the model beside it. */
interface Step {
  readonly says: readonly Json[]
  readonly back: readonly Json[]
  readonly system?: string
}

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const LONG = `mcp__${'a_server_with_a_name_'.repeat(3)}__create_an_issue`

const text = (words: string): Json => ({type: 'text', text: words})
const thought = (words: string): Json => ({
  type: 'thinking',
  thinking: words,
  signature: writeReplay({account: ACCOUNT.fingerprint, sealed: seal(ACCOUNT.id)}),
})
const call = (id: string, name: string, input: Json = {}): Json => ({type: 'tool_use', id, name, input})
const result = (tool_use_id: string, content: unknown, more: Json = {}): Json => ({
  tool_use_id,
  type: 'tool_result',
  content,
  ...more,
})
const found = (...names: readonly string[]) => names.map((tool_name) => ({type: 'tool_reference', tool_name}))
const reminder = text('<system-reminder>\nThe list of tasks is empty.\n</system-reminder>')

/** Ways in which a turn of Claude Code goes, from what its two releases were seen to send. */
const STEPS: readonly ((id: string) => Step)[] = [
  (id) => ({says: [thought('Look first.'), call(id, 'Bash', {command: 'ls'})], back: [result(id, 'a.txt')]}),
  (id) => ({
    says: [
      text('Three at once.'),
      call(`${id}a`, 'Read'),
      call(`${id}b`, 'Bash'),
      call(`${id}c`, 'NoSuchTool', {x: 1}),
    ],
    back: [
      result(`${id}c`, 'There is no tool NoSuchTool.', {is_error: true}),
      result(`${id}a`, [{type: 'image', source: {type: 'base64', media_type: 'image/png', data: PNG}}]),
      result(`${id}b`, '', {is_error: false}),
      reminder,
    ],
  }),
  () => ({says: [thought(''), text('Done.')], back: [reminder, text('and now?')], system: 'The user changed a.txt.'}),
  (id) => ({says: [call(id, 'ToolSearch', {query: 'select:WebSearch'})], back: [result(id, found('WebSearch'))]}),
  (id) => ({
    says: [{type: 'redacted_thinking', data: 'EqQB'}, call(id, LONG, {title: 'A'})],
    back: [result(id, [text('created')])],
    system: 'Tokens left: 90000',
  }),
  (id) => ({
    says: [text('Working'), call(id, 'Bash', {command: 'sleep 9'})],
    back: [text('[Interrupted]'), text('no')],
  }),
  (id) => ({
    says: [call(id, 'ToolSearch', {query: 'select:mcp__probe__echo'})],
    back: [result(id, found('mcp__probe__echo')), text('It can be called.')],
  }),
]

const base = captured().find(({version, name}) => version === '330' && name === 'tool-search-called')
if (base === undefined) throw new Error('there is no such capture')
const {headers, body} = base
const TOOLS = [
  ...(body.tools as readonly Json[]),
  {name: LONG, description: 'Creates.', input_schema: {type: 'object'}},
]

/** The requests of one conversation, each with all that came before it. */
export function twentyTurns(agent?: string): readonly Request[] {
  const opening = [
    {role: 'user', content: [reminder, text(agent === undefined ? 'go' : 'look around')]},
    {role: 'system', content: 'Tools that can be searched for: WebSearch, mcp__probe__echo'},
  ]
  return Array.from({length: 20}, (_, turn) => ({
    headers: {...headers, ...(agent === undefined ? {} : {'x-claude-code-agent-id': agent})},
    body: {
      ...body,
      system: systemOf(turn, agent),
      tools: shuffled(agent === undefined ? TOOLS : TOOLS.slice(0, 5), turn),
      messages: marked([...opening, ...HISTORY.slice(0, turn).flat()]),
    },
  }))
}

/** Made once: a client gives back what it got. */
const HISTORY = Array.from({length: 20}, (_, turn): readonly Json[] => {
  const {says, back, system} = STEPS[turn % STEPS.length]!(`call_${turn}`)
  return [
    {role: 'assistant', content: says},
    {role: 'user', content: back},
    ...(system === undefined ? [] : [{role: 'system', content: system}]),
  ]
})

/** The first block is another one in every request. */
function systemOf(turn: number, agent: string | undefined): readonly Json[] {
  const [, ...rest] = body.system as readonly Json[]
  const whose = agent === undefined ? '' : ' cc_is_subagent=true;'
  return [text(`x-anthropic-billing-header: cc_version=2.1.330.${turn}f; cch=${turn * 7919};${whose}`), ...rest]
}

function shuffled(tools: readonly Json[], turn: number): readonly Json[] {
  const at = (turn * 5) % tools.length
  const turned = [...tools.slice(at), ...tools.slice(0, at)]
  return turn % 2 === 0 ? turned : turned.reverse()
}

/** The mark for the cache wanders to the end, and what is marked becomes a list of blocks. */
function marked(messages: readonly Json[]): readonly Json[] {
  const last = messages.at(-1)
  const blocks = typeof last?.content === 'string' ? [text(last.content)] : ((last?.content ?? []) as readonly Json[])
  const content = blocks.map((block, at) =>
    at === blocks.length - 1 ? {...block, cache_control: {type: 'ephemeral'}} : block,
  )
  return [...messages.slice(0, -1), {...last, content}]
}

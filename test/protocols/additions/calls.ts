import {type Addition, addition, addMessage, blocksOf, each} from './draft.js'

const IDS = [
  'call_x|fc_y',
  'i'.repeat(65),
  `${'i'.repeat(46)}🙂${'i'.repeat(40)}`,
  'with space',
  '..%2f',
  'ünï',
  '\ud800',
  'a\0b',
  '__proto__',
  '"quoted"',
  '-',
]
const NOT_IDS = ['', null, 5, {}, undefined]

const INPUTS = [
  null,
  undefined,
  5,
  'text',
  '{"broken": ',
  [],
  [1, null],
  {__proto__: 1},
  {'a\0': '\ud800'},
  {__unparsedToolInput: {raw: '{"a":', len: 5}},
  {big: 'x'.repeat(100_000)},
]

const RESULTS = [
  null,
  undefined,
  '',
  ' ',
  5,
  true,
  {},
  [],
  [null],
  ['bare'],
  '\0\ud800',
  [{type: 'text', text: ''}],
  [{type: 'thinking', thinking: 'x'}],
  [{type: 'tool_result', tool_use_id: 'inner', content: 'x'}],
  [{type: 'table', rows: []}],
  [
    {type: 'image', source: {}},
    {type: 'text', text: 'beside'},
  ],
  [[{type: 'text', text: 'listed'}]],
]

const call = (id: unknown, input: unknown = {}, name: unknown = 'Bash') => ({type: 'tool_use', id, name, input})
const result = (tool_use_id: unknown, content: unknown = 'done') => ({type: 'tool_result', tool_use_id, content})
const said = (...content: readonly unknown[]) => ({role: 'assistant', content})
const given = (...content: readonly unknown[]) => ({role: 'user', content})

/** Histories that a client has cut, repeated or mixed up. */
const DISORDERS: Readonly<Record<string, readonly unknown[]>> = {
  'a call without its result': [said(call('d1'))],
  'a result without its call': [given(result('d2'))],
  'a result before its call': [given(result('d3')), said(call('d3')), given({type: 'text', text: 'x'})],
  'a result before and after its call': [given(result('d4')), said(call('d4')), given(result('d4'))],
  'a call twice': [said(call('d5'), call('d5')), given(result('d5'))],
  'a call in two messages': [said(call('d6')), given(result('d6')), said(call('d6')), given(result('d6'))],
  'a result twice': [said(call('d7')), given(result('d7'), result('d7', 'again'))],
  'a text between call and result': [said(call('d8')), given({type: 'text', text: 'wait'}), given(result('d8'))],
  'a call of the user': [given(call('d9')), said(result('d9'))],
  'calls that differ past 64 characters': [
    said(call(`${'d'.repeat(64)}1`), call(`${'d'.repeat(64)}2`)),
    given(result(`${'d'.repeat(64)}2`), result(`${'d'.repeat(64)}1`)),
  ],
  'calls that differ in what is unsendable': [
    said(call('d\0'), call('d\ufffd')),
    given(result('d\ufffd'), result('d\0')),
  ],
  'a call by a name nobody has': [said(call('d10', {}, 'a b\0c')), given(result('d10'))],
  'a call without a name': [said(call('d11', {}, '')), given(result('d11'))],
  'a call whose name is no text': [said(call('d12', {}, {toString: 1})), given(result('d12'))],
  'the same call by two names': [said(call('d13', {}, 'A'), call('d13', {}, 'B')), given(result('d13'))],
}

export const CALL_ADDITIONS: readonly Addition[] = [
  ...each('call id', IDS, (draft, id) => addAll(draft, [said(call(id)), given(result(id))])),
  ...NOT_IDS.map((id) =>
    addition('no call id', String(JSON.stringify(id)), (draft) => addAll(draft, [said(call(id)), given(result(id))])),
  ),
  ...INPUTS.map((input, n) =>
    addition('input', `${n} ${JSON.stringify(input)}`, (draft) => {
      addAll(draft, [said(call(`in${n}`, input)), given(result(`in${n}`))])
    }),
  ),
  ...RESULTS.map((content, n) =>
    addition('result', `${n} ${JSON.stringify(content)}`, (draft) => {
      addAll(draft, [said(call(`out${n}`)), given(result(`out${n}`, content))])
    }),
  ),
  ...Object.entries(DISORDERS).map(([name, messages]) => addition('history', name, (draft) => addAll(draft, messages))),
  addition('history', 'results of nobody in any message', (draft) => void blocksOf(draft).push(result('d14'))),
]

function addAll(draft: Parameters<typeof addMessage>[0], messages: readonly unknown[]): void {
  for (const message of [...messages].reverse()) addMessage(draft, structuredClone(message))
}

import type {Item, Turn} from '../../src/contract/index.js'
import {recordedRequests} from './conversations.js'

const text = (words: string) => ({type: 'text', text: words}) as const
const picture = {type: 'image', source: {type: 'base64', mediaType: 'image/png', data: 'AAAA'}} as const

export const LONG_NAME = `mcp__${'server_'.repeat(8)}__create_an_issue_in_the_tracker`
const schema = {type: 'object', properties: {path: {type: 'string'}}}

const THOUGHT = JSON.stringify({type: 'thinking', thinking: 'Hm', signature: 'EqQB'})

/** A conversation with everything in it that a turn can hold. */
export const ITEMS: readonly Item[] = [
  {type: 'message', role: 'developer', parts: [text('You are a coding agent.'), text('Be brief.')]},
  {type: 'message', role: 'user', parts: [text('Look at this'), picture]},
  {type: 'reasoning', replay: {account: 'f1', sealed: THOUGHT}},
  {type: 'reasoning', replay: {account: 'f2', sealed: THOUGHT}},
  {type: 'reasoning', replay: {sealed: 'gAAAA'}},
  {type: 'message', role: 'assistant', parts: [text('I read.')]},
  {type: 'tool-call', callId: 'call_1', name: 'read', arguments: '{"path":"a"}'},
  {type: 'tool-call', callId: 'call.2', name: LONG_NAME, arguments: ''},
  {type: 'tool-result', callId: 'call_1', parts: [text('one'), picture], isError: false},
  {type: 'message', role: 'developer', parts: [text('Time passes.')]},
  {type: 'tool-result', callId: 'call.2', parts: [], isError: true},
  {type: 'web-search', query: 'node', results: [{title: 'Node', url: 'https://nodejs.org'}]},
  {
    type: 'message',
    role: 'user',
    parts: [
      {type: 'file', source: {type: 'base64', mediaType: 'application/pdf', data: 'JVBE'}, name: 'a.pdf'},
      {type: 'file', source: {type: 'url', url: 'https://a.com/b.pdf'}, name: 'b.pdf'},
      {type: 'image', source: {type: 'url', url: 'https://a.com/c.png'}},
      text('on'),
    ],
  },
]

export const RICH: Turn = {
  protocol: 'openai-responses',
  model: {asked: 'm-high-fast', id: 'm', effort: 'high', tier: 'fast'},
  items: ITEMS,
  tools: [
    {type: 'function', name: LONG_NAME, description: 'Creates.', schema},
    {type: 'function', name: 'read', description: '', schema},
    {type: 'web-search', name: 'web_search', allowedDomains: ['a.com'], location: {country: 'DE'}},
  ],
  toolChoice: {type: 'auto'},
  parallelToolCalls: false,
  showReasoning: true,
  format: {name: 'a title!', schema: {type: 'object', properties: {t: {type: 'string'}}}},
  verbosity: 'low',
  stopSequences: ['END'],
  session: {id: 's'},
}

export const PLAIN: Turn = {
  protocol: 'anthropic-messages',
  model: {asked: 'm', id: 'm'},
  items: [{type: 'message', role: 'user', parts: [text('hi')]}],
  tools: [],
  toolChoice: {type: 'auto'},
  parallelToolCalls: true,
  showReasoning: false,
  stopSequences: [],
  session: {id: 's'},
}

/** What all recorded requests of all clients mean. */
export const RECORDED: readonly {readonly name: string; readonly turn: Turn}[] = [
  'anthropic-messages',
  'openai-responses-client',
  'openai-chat',
].flatMap((dialect) => recordedRequests(dialect).map(({name, read}) => ({name: `${dialect} ${name}`, turn: read.turn})))

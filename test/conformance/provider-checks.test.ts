import {expect} from 'chai'
import {providerChecks, scriptedUpstream} from '../../src/conformance/index.js'
import type {HookRequest, Model, OpenTurn, ProviderPlugin, TurnEvent} from '../../src/contract/index.js'

const SSE = (event: {readonly type: string}) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
const RESPONSE = {id: 'resp_1', model: 'one', output: []}
const WHOLE = [
  {type: 'response.created', response: {...RESPONSE, status: 'in_progress'}},
  {type: 'response.output_item.added', output_index: 0, item: {type: 'message', id: 'msg_1', role: 'assistant'}},
  {type: 'response.content_part.added', output_index: 0, content_index: 0, part: {type: 'output_text', text: ''}},
  {type: 'response.output_text.delta', output_index: 0, content_index: 0, item_id: 'msg_1', delta: 'Hello'},
  {
    type: 'response.output_text.delta',
    output_index: 0,
    content_index: 0,
    item_id: 'msg_1',
    delta: ` there${' '.repeat(900)}`,
  },
  {type: 'response.output_item.done', output_index: 0, item: {type: 'message', id: 'msg_1', role: 'assistant'}},
  {type: 'response.completed', response: {...RESPONSE, usage: {input_tokens: 9, output_tokens: 2}}},
]
  .map(SSE)
  .join('')

const upstream = scriptedUpstream({
  whole: {contentType: 'text/event-stream', body: WHOLE},
  env: (origin) => ({STAND_IN: origin}),
  tokens: () => ({accessToken: 'secret-token-1', refreshToken: 'secret-refresh-1'}),
})

const MODELS: readonly Model[] = [
  {id: 'one', name: 'One', efforts: ['low', 'high'], tiers: [], access: 'any', notes: ''},
  {id: 'two', name: 'Two', efforts: [], tiers: [], access: 'paid', notes: ''},
]

/** A provider without a fault, on the Responses dialect. */
function good({id, kit}: HookRequest): ProviderPlugin {
  const origin = kit.env.STAND_IN ?? 'https://api.one.test'
  const ask = (body: object, token: string, signal: AbortSignal) =>
    kit.http.request({
      method: 'POST',
      url: `${origin}/v1/responses`,
      headers: {authorization: `Bearer ${token}`},
      body: JSON.stringify(body),
      signal,
    })
  return {
    contract: 1,
    id,
    title: 'One',
    origins: [origin],
    models: MODELS,
    slots: {default: 'one-high'},
    defaultRuntime: 'claude',
    signIn: {type: 'api-key', question: 'Key?', fields: [{name: 'region', question: 'Region?', default: 'eu'}]},
    identify: ({accessToken}) => {
      if (accessToken === '') throw new Error('no key')
      return {accountId: 'one', userId: String(accessToken.length), email: ''}
    },
    fallback: (model, plan) => (model === 'two' && plan === 'free' ? {model: 'one', reason: 'two is paid'} : undefined),
    refresh: async (tokens, signal) => {
      const {tokenEndpoint, clientId} = {tokenEndpoint: `${origin}/token`, clientId: 'c'}
      const refreshToken = tokens.refreshToken ?? ''
      const {status, body} = await kit.oauth.refresh({tokenEndpoint, clientId, refreshToken, signal})
      const {access_token: accessToken} = Object(body) as {readonly access_token?: string}
      if (status === 200 && accessToken !== undefined) return {...tokens, accessToken}
      const blame = status === 400 ? 'account' : 'upstream'
      throw kit.turnError({blame, kind: status === 400 ? 'needs-reauth' : 'server-error', message: `Status ${status}.`})
    },
    open: async (turn, account, signal) => {
      const {writeRequest, readError, readEvents, peek} = kit.protocols['openai-responses']
      const {body, dropped, toolNames} = writeRequest(turn, account)
      const reply = await ask(body, account.accessToken, signal)
      if (reply.status !== 200) throw kit.turnError(readError({...reply, body: await reply.text()}, 0))
      const events = await peek(readEvents(reply.body, toolNames))
      return {events, sent: {model: turn.model.id, transport: 'http', dropped}}
    },
  }
}

type Change = (plugin: ProviderPlugin, request: HookRequest) => Partial<ProviderPlugin>

/** The good one's events, told otherwise. */
const retold =
  (retell: (events: readonly TurnEvent[]) => readonly TurnEvent[]): Change =>
  ({open}) => ({
    open: async (...asked): Promise<OpenTurn> => {
      const opened = await open(...asked)
      return {
        ...opened,
        events: (async function* () {
          const all: TurnEvent[] = []
          for await (const batch of opened.events) all.push(...batch)
          yield retell(all)
        })(),
      }
    },
  })

const CASES: readonly (readonly [what: string, change: Change, ...faults: string[]])[] = [
  ['nothing wrong with a good one', () => ({})],
  [
    'an origin with a path',
    ({origins}) => ({origins: [...origins, 'https://api.one.test/v1']}),
    'origins: "https://api.one.test/v1" is no origin; write https://host or https://host:port, without a path.',
  ],
  [
    'an origin in the clear',
    ({origins}) => ({origins: [...origins, 'http://api.one.test']}),
    'origins: "http://api.one.test" is neither https nor on this machine.',
  ],
  ['a model that is listed twice', () => ({models: [...MODELS, ...MODELS]}), 'models: "one" is listed twice.'],
  [
    'a slot without a model',
    () => ({slots: {default: 'one', haiku: 'three'}}),
    'slots: "three" for haiku is no model of this provider.',
  ],
  [
    'a fallback to nowhere',
    () => ({fallback: (model) => (model === 'two' ? {model: 'three', reason: 'x'} : undefined)}),
    'fallback: for "two" on the plan (unknown), "three" is no model of this provider.',
  ],
  [
    'a fallback in a circle',
    () => ({fallback: () => ({model: 'one', reason: 'x'})}),
    'fallback: for "one" on the plan (unknown), "one" is itself replaced.',
  ],
  [
    'a default that cannot be chosen',
    () => ({
      signIn: {type: 'api-key', question: '?', fields: [{name: 'kind', question: '?', default: 'x', choices: ['y']}]},
    }),
    'signIn: the default of "kind" is none of its choices.',
  ],
  [
    'tokens from elsewhere',
    () => ({
      signIn: {
        type: 'oauth',
        issuer: 'https://id.test',
        authorizationEndpoint: 'https://id.test/a',
        tokenEndpoint: 'https://id.test/t',
        clientId: 'c',
        scopes: ['s'],
        redirect: {host: 'localhost', ports: [0], path: '/back'},
        authorizationParameters: {},
      },
    }),
    'signIn: tokens come from https://id.test, which is none of the origins.',
  ],
  [
    'a believer in empty tokens',
    () => ({identify: () => ({accountId: 'a', userId: 'u', email: ''})}),
    'identify: an empty token was somebody.',
  ],
  [
    'a key that is shown as an id',
    ({identify}) => ({identify: (tokens) => ({...identify(tokens), userId: tokens.accessToken})}),
    'identify: a secret is no id; derive one from it that cannot be turned back.',
  ],
  [
    'a failure that is no TurnError',
    ({open}) => ({
      open: (...asked) =>
        open(...asked).catch((error: Error) => {
          throw new Error(error.message)
        }),
    }),
    ...[
      'status 400',
      'status 401',
      'status 403',
      'status 404',
      'status 429',
      'status 500',
      'status 503',
      'a web page of status 403',
      'a web page of status 502',
      'a web page of status 200',
      'an empty body',
      'an answer that breaks before it begins',
      'a client that leaves',
    ].map((what) => `open: ${what} rejects with`),
  ],
  [
    'an answer that is promised too early',
    (_, {kit}) => ({
      open: async (turn, account, signal) => {
        const {writeRequest, readEvents} = kit.protocols['openai-responses']
        const {body, toolNames} = writeRequest(turn, account)
        const reply = await kit.http.request({
          method: 'POST',
          url: `${kit.env.STAND_IN}/`,
          headers: {authorization: account.accessToken},
          body: JSON.stringify(body),
          signal,
        })
        const events = readEvents(reply.body, toolNames)
        return {events, sent: {model: turn.model.id, transport: 'http', dropped: []}}
      },
    }),
    ...[
      'status 400',
      'status 401',
      'status 403',
      'status 404',
      'status 429',
      'status 500',
      'status 503',
      'a web page of status 403',
      'a web page of status 502',
      'a web page of status 200',
      'an empty body',
      'an answer that breaks before it begins',
    ].map((what) => `open: ${what} is taken for a success.`),
  ],
  [
    'a block without an end',
    retold((events) => events.filter(({type}) => type !== 'block-end')),
    'open: block 0 was never ended.',
  ],
  [
    'an answer without an end',
    retold((events) => events.slice(0, -1)),
    'open: the events end without turn-end or turn-error.',
  ],
  [
    'words without a block',
    retold((events) => events.filter(({type}) => type !== 'block-start')),
    'open: a block-delta for block 0, which is not open.',
  ],
  [
    'tokens that do not add up',
    retold((events) =>
      events.map((event) => (event.type === 'turn-end' ? {...event, usage: {...event.usage, cached: 99}} : event)),
    ),
    'open: usage.input must contain cached and cacheWrite.',
  ],
  [
    'a client that is not heard',
    ({open}) => ({open: (turn, account) => open(turn, account, new AbortController().signal)}),
    'open: a client that leaves does not settle.',
    'open: the events do not end.',
  ],
  [
    'a secret in an address',
    ({open}, {kit}) => ({
      open: async (turn, account, signal) => {
        const url = `${kit.env.STAND_IN}/?key=${account.accessToken}`
        await kit.http.request({method: 'GET', url, headers: {}, signal})
        return open(turn, account, signal)
      },
    }),
    'A secret stands in the address http://127.0.0.1:',
  ],
  [
    'a refresh that gives an account up too soon',
    ({refresh}, {kit}) => ({
      refresh: (tokens, signal) =>
        (refresh?.(tokens, signal) ?? Promise.reject()).catch((error: Error) => {
          throw kit.turnError({blame: 'account', kind: 'needs-reauth', message: error.message})
        }),
    }),
    'refresh: status 500 passes, so it is not to be blamed on the account.',
  ],
  [
    'quota in words of its own',
    (_, {kit}) => ({
      usage: async (_account, signal) => {
        const reply = await kit.http.request({method: 'GET', url: `${kit.env.STAND_IN}/`, headers: {}, signal})
        return JSON.parse(await reply.text())
      },
    }),
    'usage: a refusal is taken.',
  ],
]

describe('conformance of providers finds', () => {
  for (const [what, change, ...expected] of CASES)
    it(what, async () => {
      const checks = providerChecks(
        (request) => {
          const plugin = good(request)
          return {...plugin, ...change(plugin, request)}
        },
        {id: 'one', upstream},
      )
      const found = new Set<string>()
      for (const {run} of checks) await run().catch((error: Error) => found.add(error.message))
      expect([...found].map((fault, place) => fault.slice(0, expected[place]?.length))).to.deep.equal(expected)
    }).timeout(15_000)

  it('a hook that asks the network', async () => {
    const [first] = providerChecks(
      async (request) => {
        const {kit} = request
        const {signal} = new AbortController()
        await kit.http.request({method: 'GET', url: 'https://api.one.test', headers: {}, signal})
        return good(request)
      },
      {id: 'one'},
    )
    const fault = await first?.run().catch((error: Error) => error.message)
    expect(fault).to.equal('A check asked for the network, which it does not have.')
  })
})

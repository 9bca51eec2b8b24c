import {request} from 'node:http'
import {openAccounts} from '../../src/accounts/accounts.js'
import {readProxyConfig} from '../../src/config/proxy-config.js'
import type {HostContext} from '../../src/host/host-context.js'
import {openHost} from '../../src/host/open-host.js'
import {readRequests} from '../../src/journal/read-journal.js'
import type {RequestRecord} from '../../src/journal/request-record.js'
import {type LivingProxy, runProxy} from '../../src/proxy/run-proxy.js'
import {loadProvider} from '../../src/registry/contributions.js'
import {type AddOptions, type Home, makeHome} from '../homes/home.js'
import {JOHN, type OpenAi, type Person, startOpenAi} from '../openai/index.js'

/** A proxy in this process before a stand-in, with a home of its own. */
export interface Stage {
  readonly openai: OpenAi
  readonly home: Home
  readonly host: HostContext
  readonly port: number
  readonly key: string
  /** A turn of the Messages API. */
  ask(ask?: Ask): Promise<Answer>
  send(wish: Wish): Promise<Answer>
  records(): Promise<readonly RequestRecord[]>
  /** Who served each turn that reached the stand-in, by nickname. */
  served(): readonly string[]
  accounts(): Promise<ReturnType<typeof openAccounts>>
  restart(): Promise<void>
  close(): Promise<void>
}

export interface Ask {
  readonly session?: string
  readonly prompt?: string
  readonly stream?: boolean
  readonly body?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
  /** Before the protocol's own path. */
  readonly prefix?: string
}

export interface Wish {
  readonly method?: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
  readonly signal?: AbortSignal
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  readonly json: unknown
}

export interface StageOptions {
  readonly accounts?: readonly (Person | readonly [Person, AddOptions])[]
  readonly config?: string
  readonly env?: Readonly<Record<string, string>>
}

export async function openStage({accounts = [JOHN], config = '', env = {}}: StageOptions = {}): Promise<Stage> {
  const openai = await startOpenAi()
  const home = makeHome(openai, env)
  for (const one of accounts) {
    const [person, options] = 'email' in one ? [one, {}] : one
    home.add(person, options)
  }
  home.write('.ccs/cliproxy/config.yaml', `host: 127.0.0.1\nport: 0\napi-keys: [stage-key-0123456789abcdef]\n${config}`)
  const host = openHost(home.env)
  let proxy: LivingProxy = await runProxy(host, {port: 0, keep: true})
  const {apiKeys} = await readProxyConfig(host.paths)
  const key = apiKeys[0] ?? ''
  const send = (wish: Wish): Promise<Answer> =>
    sendTo(proxy.status.port, {...wish, headers: {authorization: `Bearer ${key}`, ...wish.headers}})
  return {
    openai,
    home,
    host,
    get port() {
      return proxy.status.port
    },
    key,
    send,
    ask: ({session = 's1', prompt = 'hi', stream = false, body = {}, headers = {}, prefix = ''} = {}) =>
      send({
        method: 'POST',
        path: `${prefix}/v1/messages`,
        headers: {'x-claude-code-session-id': session, ...headers},
        body: JSON.stringify({
          model: 'gpt-5.4',
          max_tokens: 100,
          stream,
          messages: [{role: 'user', content: prompt}],
          ...body,
        }),
      }),
    async records() {
      return (await readRequests(host.paths)).toReversed()
    },
    served: () => openai.turns().map(({account = ''}) => account.split('@')[0] ?? ''),
    accounts: async () => openAccounts({...host, provider: await loadProvider('codex', host)}),
    async restart() {
      await end(proxy)
      proxy = await runProxy(host, {port: 0, keep: true})
    },
    async close() {
      await end(proxy)
      await openai.close()
      home.remove()
    },
  }
}

async function end(proxy: LivingProxy): Promise<void> {
  proxy.close()
  await proxy.closed
}

/** A stage for each test of a suite; `options` is asked when the test begins. */
export function useStage(options: () => StageOptions = () => ({})): () => Stage {
  let stage: Stage | undefined
  beforeEach(async () => {
    stage = await openStage(options())
  })
  afterEach(async () => {
    await stage?.close()
    stage = undefined
  })
  return () => stage as Stage
}

/** Node's own client, which sets any header it is told to. */
export function sendTo(port: number, {method = 'GET', path, headers = {}, body, signal}: Wish): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = request({host: '127.0.0.1', port, method, path, headers: {...headers}, signal}, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.once('error', reject)
      answer.once('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        resolve({status: answer.statusCode ?? 0, headers: answer.headers, text, json: parse(text)})
      })
    })
    asking.once('error', reject)
    asking.end(body)
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The text of a streamed answer. */
export function streamedText(text: string): string {
  return [...text.matchAll(/^data: (.*)$/gm)]
    .map(([, data = '{}']) => JSON.parse(data) as {readonly delta?: {readonly text?: string}})
    .map(({delta}) => delta?.text ?? '')
    .join('')
}

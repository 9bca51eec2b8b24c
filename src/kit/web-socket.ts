import type {Agent, IncomingMessage} from 'node:http'
import type {Duplex} from 'node:stream'
import WebSocket, {type ClientOptions, createWebSocketStream} from 'ws'
import type {Environment, Http, Socket} from '../contract/index.js'
import {turnError} from '../errors/turn-error.js'
import {proxyFor} from './choose-proxy.js'
import {explainNetwork} from './explain-network.js'
import {type Trust, trustOf} from './trust.js'

const LIMITS: ClientOptions = {
  /** Milliseconds for the upgrade. */
  handshakeTimeout: 30_000,
  /** Bytes of one message. */
  maxPayload: 64 * 1024 * 1024,
  /** An answer comes in frames of some hundred bytes: unpacking them costs ten times what reading them does. */
  perMessageDeflate: false,
}

type Asked = Parameters<Http['webSocket']>[0]

export async function openSocket({url, headers, signal}: Asked, env: Environment): Promise<Socket> {
  const trust = await trustOf(env)
  const agent = await agentFor(url, env, trust)
  if (signal.aborted) throw explainNetwork(signal.reason, url, signal)
  const socket = new WebSocket(url, {headers, agent, ...trust, ...LIMITS})
  const abort = (): void => socket.terminate()
  signal.addEventListener('abort', abort, {once: true})
  socket.once('close', () => signal.removeEventListener('abort', abort))
  // Listens from the start: the first message may share a packet with the end of the handshake.
  const stream = createWebSocketStream(socket, {readableObjectMode: true})
  stream.on('error', () => undefined)
  await opened(socket, {url, signal}, env)
  return {
    send: (text) => socket.send(text),
    messages: readMessages(stream, url, signal, () => socket.terminate()),
    close: () => socket.close(),
  }
}

async function agentFor(url: string, env: Environment, trust: Trust): Promise<Agent | undefined> {
  const proxy = proxyFor(httpOf(url), env)
  if (proxy === '') return undefined
  const {ProxyAgent} = await import('proxy-agent')
  return new ProxyAgent({getProxyForUrl: () => proxy, ...trust})
}

function httpOf(url: string): string {
  return url.replace(/^ws/, 'http')
}

function opened(socket: WebSocket, {url, signal}: Pick<Asked, 'url' | 'signal'>, env: Environment): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve())
    socket.once('error', (error) => reject(explainNetwork(error, httpOf(url), signal, env)))
    socket.once('unexpected-response', (_request, reply) => {
      reject(refused(reply))
      socket.terminate()
    })
  })
}

/** The upgrade was answered as an ordinary request: 426 means that there are no WebSockets. */
function refused({statusCode = 0}: IncomingMessage) {
  return turnError({
    blame: 'upstream',
    kind: 'network',
    message: `The upstream refused a WebSocket (status ${statusCode}).`,
    status: statusCode,
  })
}

/** Whole messages as text, with backpressure; a close without an error just ends them. */
async function* readMessages(
  stream: Duplex,
  url: string,
  signal: AbortSignal,
  end: () => void,
): AsyncGenerator<string, void, undefined> {
  try {
    for await (const message of stream as AsyncIterable<Buffer | string>) yield message.toString()
  } catch (error) {
    throw explainNetwork(error, url, signal)
  } finally {
    end()
  }
  // A connection that was aborted ends like one that was closed.
  if (signal.aborted) throw explainNetwork(signal.reason, url, signal)
}

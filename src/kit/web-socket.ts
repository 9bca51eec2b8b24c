import type {IncomingMessage} from 'node:http'
import {ProxyAgent} from 'proxy-agent'
import WebSocket, {createWebSocketStream} from 'ws'
import type {Environment, Http, Socket} from '../contract/index.js'
import {turnError} from '../errors/turn-error.js'
import {proxyFor} from './choose-proxy.js'
import {explainNetwork} from './explain-network.js'

/** Milliseconds for the upgrade. */
const HANDSHAKE = 30_000

type Asked = Parameters<Http['webSocket']>[0]

export async function openSocket({url, headers, signal}: Asked, env: Environment): Promise<Socket> {
  const agent = new ProxyAgent({getProxyForUrl: (target) => proxyFor(target.replace(/^ws/, 'http'), env)})
  const socket = new WebSocket(url, {headers, agent, handshakeTimeout: HANDSHAKE, maxPayload: 64 * 1024 * 1024})
  const abort = (): void => socket.terminate()
  signal.addEventListener('abort', abort, {once: true})
  socket.once('close', () => signal.removeEventListener('abort', abort))
  await opened(socket, url, signal)
  return {
    send: (text) => socket.send(text),
    messages: readMessages(socket, url, signal),
    close: () => socket.close(),
  }
}

function opened(socket: WebSocket, url: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve())
    socket.once('error', (error) => reject(explainNetwork(error, url, signal)))
    socket.once('unexpected-response', (request, reply) => {
      request.destroy()
      reject(refused(reply))
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
  socket: WebSocket,
  url: string,
  signal: AbortSignal,
): AsyncGenerator<string, void, undefined> {
  const stream = createWebSocketStream(socket, {readableObjectMode: true})
  try {
    for await (const message of stream as AsyncIterable<Buffer | string>) yield message.toString()
  } catch (error) {
    throw explainNetwork(error, url, signal)
  } finally {
    socket.terminate()
  }
}

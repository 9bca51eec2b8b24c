import type {IncomingMessage} from 'node:http'
import type {Duplex} from 'node:stream'
import {type WebSocket, WebSocketServer} from 'ws'
import type {Backend} from './backend.js'
import {type Seen, seenOf} from './exchange.js'
import {isObject, type Json, object} from './json.js'
import type {Person} from './people.js'
import {limitsEvent} from './quota.js'
import {detail, type Refusal} from './refusal.js'
import type {Answer, Step} from './reply.js'

const BETA = 'responses_websockets=2026-02-06'
const LAST = new Set(['response.completed', 'response.done', 'response.incomplete', 'response.failed', 'error'])

interface SocketsOptions {
  readonly now: () => number
  readonly log: {add(seen: Seen): void}
  readonly path: string
}

/** The backend's WebSockets: each frame `response.create` is a turn, and the connection stays for the next one. */
export class Sockets {
  readonly #server = new WebSocketServer({noServer: true, perMessageDeflate: true, maxPayload: 64 * 1024 * 1024})

  constructor(
    private readonly backend: Backend,
    private readonly options: SocketsOptions,
  ) {}

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const seen = seenOf(request)
    const admitted = this.#admit(seen)
    if ('email' in admitted) {
      this.#server.handleUpgrade(request, socket, head, (open) => {
        open.on('message', (data) => void this.#turn(open, String(data), admitted, request))
      })
      return
    }
    seen.status = admitted.status
    this.options.log.add(seen)
    refuse(socket, admitted)
  }

  /** Connections that are open. */
  get count(): number {
    return this.#server.clients.size
  }

  /** Breaks every connection. */
  cut(): void {
    for (const socket of this.#server.clients) socket.terminate()
  }

  #admit(seen: Seen): Person | Refusal {
    if (seen.path !== this.options.path) return detail(404, 'Not Found')
    if (this.backend.upgradeRefusal !== undefined) return this.backend.upgradeRefusal
    if (seen.headers['openai-beta'] !== BETA) return detail(400, `openai-beta must be ${BETA}`)
    return this.backend.admit(seen)
  }

  #limits(person: Person): Json {
    return limitsEvent(person, this.backend.quota(person), this.options.now())
  }

  async #turn(socket: WebSocket, raw: string, person: Person, request: IncomingMessage): Promise<void> {
    const {type, ...body} = object(parse(raw))
    const seen: Seen = {...seenOf(request, {raw, body}), account: person.email}
    const gone = new Promise<void>((resolve) => {
      socket.once('close', () => {
        seen.aborted = seen.status === undefined
        resolve()
      })
    })
    this.options.log.add(seen)
    const answer: Answer =
      type === 'response.create'
        ? await this.backend.answer(body, person, {seen})
        : detail(400, `Unknown frame type: ${String(type)}`)
    if (answer.steps === undefined) send(socket, errorFrame(answer))
    else
      await tell(
        socket,
        withLimits(answer.steps, () => this.#limits(person)),
        gone,
      )
    if (socket.readyState !== socket.CLOSED) seen.status = answer.status
  }
}

/** In front of the first frame, in place of the headers of an answer. */
async function* withLimits(steps: NonNullable<Answer['steps']>, limits: () => Json): AsyncIterable<Step> {
  let isFirst = true
  for await (const step of steps) {
    if (isFirst && 'event' in step) yield {event: limits()}
    isFirst &&= 'wait' in step
    yield step
  }
}

/** A stream that ends without its last event closes the connection. */
async function tell(socket: WebSocket, steps: NonNullable<Answer['steps']>, gone: Promise<void>): Promise<void> {
  let sequence = 0
  let isOver = false
  for await (const step of steps) {
    if (socket.readyState !== socket.OPEN) return
    if ('wait' in step) await Promise.race([step.wait, gone])
    else if ('cut' in step) return cutOff(socket)
    else isOver = sendStep(socket, step, sequence++)
  }
  if (!isOver) socket.close()
}

/** Whether that was the last of its turn. */
function sendStep(socket: WebSocket, step: Exclude<Step, {wait: unknown} | {cut: unknown}>, sequence: number): boolean {
  if ('raw' in step) {
    socket.send(step.raw)
    return false
  }
  send(socket, {sequence_number: sequence, ...step.event})
  return LAST.has(String(step.event.type))
}

/** What was sent so far arrives before the connection breaks. */
function cutOff(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => resolve())
    socket.ping('', false, () => socket.terminate())
  })
}

/** What is an answer of its own over HTTP is a frame here. */
function errorFrame({status, body, headers}: Pick<Answer, 'status' | 'body' | 'headers'>): Json {
  const {error, detail: says} = object(body)
  const told = error ?? says ?? body
  return {type: 'error', status, error: isObject(told) ? told : {message: told}, headers: headers ?? {}}
}

function send(socket: WebSocket, frame: Json): void {
  socket.send(JSON.stringify(frame))
}

function refuse(socket: Duplex, {status, body, headers}: Refusal): void {
  const text = JSON.stringify(body)
  const lines = Object.entries({
    ...headers,
    connection: 'close',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(text)),
  }).map(([name, value]) => `${name}: ${value}`)
  socket.end([`HTTP/1.1 ${status} Refused`, ...lines, '', text].join('\r\n'))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

import type {Kit, OpenTurn, Sent, Socket, ToolNames, TurnError, TurnEvent} from 'ccs/plugin'
import type {Endpoint, SocketUse} from './endpoint.js'
import {type Headers, socketHeaders} from './headers.js'
import {LONGEST_SILENCE} from './longest-silence.js'

/** A turn as it goes out, whatever carries it. */
export interface Outgoing {
  readonly headers: Headers
  readonly body: Readonly<Record<string, unknown>>
  readonly toolNames: ToolNames
  readonly sent: Sent
}

export type Road = (turn: Outgoing, signal: AbortSignal) => Promise<OpenTurn>

/** Milliseconds. */
export interface Patience {
  /** For the upgrade. */
  readonly handshake: number
  /** For the first frame, the sending of a long turn included. */
  readonly firstFrame: number
  /** Between two frames. */
  readonly silence: number
  /** For which HTTP serves alone, once it answered where a socket did not. */
  readonly rest: number
}

const PATIENCE: Patience = {handshake: 10_000, firstFrame: 60_000, silence: LONGEST_SILENCE, rest: 600_000}

const TAKEN: Readonly<Record<SocketUse, (body: Outgoing['body']) => boolean>> = {
  off: () => false,
  fast: ({service_tier: tier}) => tier === 'priority',
  all: () => true,
}

/** Over a WebSocket what is to go there; by HTTP the rest, and whatever a socket brought no word of. */
export function socketFirst({backend, webSocket}: Endpoint, kit: Kit, http: Road, patience = PATIENCE): Road {
  const isTaken = TAKEN[webSocket]
  const url = `${backend.replace(/^http/, 'ws')}/codex/responses`
  let restsUntil = 0
  return async (turn, signal) => {
    if (!isTaken(turn.body) || kit.clock.now() < restsUntil) return http(turn, signal)
    const opened = await new SocketTurn(turn, kit, patience).open(url, signal)
    if (opened !== undefined) return opened
    const answer = await http(turn, signal)
    restsUntil = kit.clock.now() + patience.rest
    return answer
  }
}

/** One turn on a connection of its own, with its whole input: nothing in it can be stale, and no other turn waits for it. */
class SocketTurn {
  readonly #ending = new AbortController()
  #isHeard = false

  constructor(
    private readonly turn: Outgoing,
    private readonly kit: Kit,
    private readonly patience: Patience,
  ) {}

  /** `undefined` when nothing was heard over the socket: HTTP may do better, and knows the words of a refusal. */
  async open(url: string, signal: AbortSignal): Promise<OpenTurn | undefined> {
    const {headers, body, sent} = this.turn
    try {
      const asked = {url, headers: socketHeaders(headers), signal: AbortSignal.any([signal, this.#ending.signal])}
      const socket = await this.#within(this.patience.handshake, this.kit.http.webSocket(asked))
      socket.send(JSON.stringify({type: 'response.create', ...body}))
      const events = await this.kit.protocols['openai-responses'].peek(this.#events(socket))
      return {events, sent: {...sent, transport: 'websocket'}}
    } catch (error) {
      if (signal.aborted || this.#isHeard) throw error
      const reason = error instanceof Error ? error.message : String(error)
      this.kit.log.info('A WebSocket did not serve; the turn goes over HTTP.', {reason})
      return undefined
    }
  }

  /** The backend keeps its side open for a next turn; ours closes with the turn. */
  async *#events(socket: Socket): AsyncGenerator<readonly TurnEvent[], void, undefined> {
    const {readFrames} = this.kit.protocols['openai-responses']
    if (readFrames === undefined) throw new Error('This ccs reads no frames.')
    for await (const batch of readFrames(this.#frames(socket), this.turn.toolNames, () => this.kit.clock.now())) {
      if (batch.some(({type}) => type === 'turn-end' || type === 'turn-error')) socket.close()
      yield batch
    }
  }

  async *#frames({messages}: Socket): AsyncGenerator<string, void, undefined> {
    const source = messages[Symbol.asyncIterator]()
    try {
      for (;;) {
        const limit = this.#isHeard ? this.patience.silence : this.patience.firstFrame
        const next = await this.#within(limit, source.next())
        if (next.done) return
        this.#isHeard = true
        yield next.value
      }
    } finally {
      await source.return?.()
    }
  }

  /** Only the wait for the other side counts, never the reader's. */
  async #within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
    const timer = setTimeout(() => this.#ending.abort(this.#silence(milliseconds)), milliseconds)
    try {
      return await work
    } finally {
      clearTimeout(timer)
    }
  }

  #silence(milliseconds: number): TurnError {
    const message = `The upstream was silent on a WebSocket for ${milliseconds / 1000} s.`
    return this.kit.turnError({blame: 'upstream', kind: 'timeout', message})
  }
}

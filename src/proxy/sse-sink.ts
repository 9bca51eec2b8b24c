import type {ServerResponse} from 'node:http'
import {turnError} from '../errors/turn-error.js'

export interface SinkOptions {
  readonly response: ServerResponse
  readonly headers: Readonly<Record<string, string>>
  /** Sent in silence; whole messages only, so `isBetween` must hold. */
  readonly ping: string
  /** Milliseconds that may pass without a word. */
  readonly silence: number
  /** Whether a message of our own fits in here. */
  readonly isBetween?: () => boolean
}

export interface Sink {
  /** A promise when the reader does not keep up: nothing more is read for it until then. */
  write(data: string | Uint8Array): Promise<void> | void
  close(): void
}

/** Sends the head, then what is written, and signs of life in between. */
export function openSink({response, headers, ping, silence, isBetween = () => true}: SinkOptions): Sink {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    connection: 'keep-alive',
    ...headers,
  })
  const timer = setInterval(() => {
    if (isBetween() && !response.writableNeedDrain) response.write(ping)
  }, silence)
  return {
    write(data) {
      if (data.length === 0) return
      timer.refresh()
      if (!response.write(data)) return drained(response)
    },
    close() {
      clearInterval(timer)
      response.end()
    },
  }
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      response.off('drain', settle)
      response.off('close', settle)
      if (response.destroyed) reject(gone())
      else resolve()
    }
    response.on('drain', settle)
    response.on('close', settle)
    if (response.destroyed) settle()
  })
}

function gone() {
  return turnError({blame: 'client', kind: 'client-gone', message: 'The client went away.'})
}

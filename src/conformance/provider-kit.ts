import type {Environment, HttpReply, HttpRequest, Kit} from '../contract/index.js'
import {isTurnError, turnError} from '../errors/turn-error.js'
import {systemClock} from '../kit/clock.js'
import {makeHttp} from '../kit/http.js'
import {makeOAuth} from '../kit/oauth.js'
import {readingFiles} from '../kit/reading-files.js'
import {silentLog} from '../log/silent-log.js'
import {protocols} from '../protocols/index.js'

/** One request that a provider sent. */
export interface Sighting {
  readonly url: string
  readonly signal: AbortSignal
  /** Everything in it that could carry a secret. */
  readonly text: string
}

/** The host's own hand-out, with a note of all that leaves. */
export function watchingKit(env: Environment, note: (sighting: Sighting) => void): Kit {
  const http = makeHttp({env, origins: () => undefined})
  const oauth = makeOAuth(env)
  const see = (asked: Pick<HttpRequest, 'url' | 'headers' | 'signal'> & {readonly body?: string | Uint8Array}) =>
    note({url: asked.url, signal: asked.signal, text: textOf(asked.url, asked.headers, asked.body)})
  return {
    ...kitOf(env),
    http: {
      request(asked) {
        see(asked)
        return http.request(asked)
      },
      webSocket(asked) {
        see(asked)
        return http.webSocket(asked)
      },
    },
    oauth: {
      ...oauth,
      refresh(asked) {
        note({url: asked.tokenEndpoint, signal: asked.signal, text: asked.refreshToken})
        return oauth.refresh(asked)
      },
    },
  }
}

export interface CannedReply {
  readonly status: number
  readonly contentType: string
  readonly body: string
}

/** A hand-out whose network gives one and the same reply, whoever is asked; `undefined`: the network is down. */
export function cannedKit(env: Environment, reply: CannedReply | undefined): Kit {
  const answer = async (): Promise<HttpReply> => {
    if (reply === undefined) throw turnError({blame: 'upstream', kind: 'network', message: 'The network is down.'})
    const {status, contentType, body} = reply
    return {status, headers: {'content-type': contentType}, body: bytesOf(body), text: async () => body}
  }
  const {claims} = makeOAuth(env)
  return {
    ...kitOf(env),
    http: {
      request: answer,
      webSocket: async () => {
        throw turnError({blame: 'upstream', kind: 'network', message: 'No WebSocket here.'})
      },
    },
    oauth: {
      claims,
      async refresh() {
        const {status, headers, text} = await answer()
        const body = await text()
        return {status, headers, body: parse(body), text: body}
      },
    },
  }
}

function kitOf(env: Environment): Omit<Kit, 'http' | 'oauth'> {
  return {env, clock: systemClock, log: silentLog, protocols, files: readingFiles, turnError, isTurnError}
}

function textOf(url: string, headers: HttpRequest['headers'], body: string | Uint8Array = ''): string {
  const sent = typeof body === 'string' ? body : Buffer.from(body).toString('latin1')
  return [url, ...Object.values(headers), sent].join('\n')
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array, void, undefined> {
  yield Buffer.from(text)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

import type {IncomingMessage, ServerResponse} from 'node:http'
import type {LaunchOptions} from '../launch/launch-path.js'

/** One request of a client, its path read. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly method: string
  /** Without what stood before the protocol's own path, and without the query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly launch: LaunchOptions
}

export function sendJson(
  {response}: Pick<Exchange, 'response'>,
  status: number,
  body: unknown,
  headers: Headers = {},
): void {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...headers,
  })
  response.end(text)
}

/** Names as Node gives them: lower case. It joins repeated ones, all but this one, which no client sends. */
export function headersOf({headers}: IncomingMessage): Readonly<Record<string, string>> {
  const {'set-cookie': _list, ...texts} = headers
  return texts as Readonly<Record<string, string>>
}

type Headers = Readonly<Record<string, string>>

import {Agent, type IncomingMessage, request} from 'node:http'
import {CcsError, EXIT, isCcsError} from '../errors/ccs-error.js'
import {parseJson} from '../protocols/json.js'

export interface ProxyQuestion {
  readonly port: number
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly key?: string
  readonly body?: unknown
  readonly signal?: AbortSignal
  /** Milliseconds until the head must be there. */
  readonly patience?: number
}

/** One connection serves the questions of a start. Never through an HTTP proxy: it is this machine. */
const agent = new Agent({keepAlive: true, timeout: 0})

/** The head of the answer. Rejects with `proxy_unreachable` when nobody answers. */
export function openAnswer(question: ProxyQuestion): Promise<IncomingMessage> {
  const {port, method, path, key, body, signal, patience = 5000} = question
  const text = body === undefined ? undefined : JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const asking = request({
      agent,
      host: '127.0.0.1',
      port,
      method,
      path,
      signal,
      headers: {
        host: `127.0.0.1:${port}`,
        ...(key && {authorization: `Bearer ${key}`}),
        ...(text && {'content-type': 'application/json', 'content-length': Buffer.byteLength(text)}),
      },
    })
    const timer = setTimeout(() => asking.destroy(new Error('it took too long')), patience)
    asking.once('response', (answer) => {
      clearTimeout(timer)
      resolve(answer)
    })
    asking.once('error', (error) => {
      clearTimeout(timer)
      reject(unreachable(port, error))
    })
    asking.end(text)
  })
}

/** The whole answer as data. Rejects with the error that it carries, as it was told there. */
export async function askProxy(question: ProxyQuestion): Promise<unknown> {
  const answer = await openAnswer(question)
  let text = ''
  answer.setEncoding('utf8')
  for await (const chunk of answer as AsyncIterable<string>) text += chunk
  const data = parseJson(text)
  if (answer.statusCode === 200) return data
  throw carried(data) ?? unreachable(question.port, new Error(`it answered ${answer.statusCode}`))
}

function carried(data: unknown): CcsError | undefined {
  const {error} = Object(data) as {readonly error?: Record<string, unknown>}
  const {code, message, hint, command, exit} = error ?? {}
  if (typeof code !== 'string' || typeof message !== 'string') return undefined
  return new CcsError(message, {
    code,
    exit: typeof exit === 'number' ? exit : EXIT.failed,
    ...(typeof hint === 'string' && {hint}),
    ...(typeof command === 'string' && {command}),
  })
}

function unreachable(port: number, error: Error): CcsError {
  if (isCcsError(error)) return error
  const why = (error as NodeJS.ErrnoException).code ?? error.message
  return new CcsError(`The proxy on port ${port} does not answer (${why}).`, {
    code: 'proxy_unreachable',
    exit: EXIT.upstream,
    command: 'ccs cliproxy status',
  })
}

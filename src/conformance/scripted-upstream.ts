import {createServer, type Server, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import type {Environment, Tokens} from '../contract/index.js'
import type {Upstream, UpstreamAnswer} from './upstream.js'

export interface Script {
  /** One whole answer as the service sends it. Its first half must hold the first words of the text. */
  readonly whole: {readonly contentType: string; readonly body: string}
  /** `origin`: where the stand-in listens, `http://127.0.0.1:port`. */
  readonly env?: (origin: string) => Environment
  readonly tokens: (origin: string) => Tokens
}

/** A stand-in that answers every request from one recorded answer: enough for a provider of any dialect. */
export function scriptedUpstream({whole, env, tokens}: Script): () => Promise<Upstream> {
  return async () => {
    let next: UpstreamAnswer = {type: 'whole'}
    const server = createServer((request, response) => {
      request.resume().once('end', () => send(response, next, whole))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return {
      env: env?.(origin),
      tokens: tokens(origin),
      answer(answer) {
        next = answer
      },
      close: () => closeServer(server),
    }
  }
}

function send(response: ServerResponse, answer: UpstreamAnswer, whole: Script['whole']): void {
  if (answer.type === 'bytes') response.writeHead(answer.status, {'content-type': answer.contentType}).end(answer.body)
  else if (answer.type === 'whole') response.writeHead(200, {'content-type': whole.contentType}).end(whole.body)
  else if (answer.type === 'cut' || answer.after === 'words') sendBeginning(response, answer, whole)
}

function sendBeginning(response: ServerResponse, answer: UpstreamAnswer, {contentType, body}: Script['whole']): void {
  const bytes = Buffer.from(body)
  const beginning = 'after' in answer && answer.after === 'words' ? bytes.subarray(0, bytes.length / 2) : ''
  response.writeHead(200, {'content-type': contentType})
  response.flushHeaders()
  response.write(beginning, () => {
    if (answer.type === 'cut') response.destroy()
  })
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {type Ended, startProcess} from '../../fakes/run-process.js'
import type {Native} from './native.js'

/** What Codex would call at OpenAI and GitHub besides the model. */
const QUIET = ['analytics.enabled', 'check_for_update_on_startup', 'features.plugins', 'features.apps']

const TEXT = {type: 'output_text', text: 'From OpenAI itself.', annotations: []}
const ITEM = {type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content: [TEXT]}
const USAGE = {input_tokens: 1, output_tokens: 1, total_tokens: 2}
const ANSWER = [
  {type: 'response.created', response: {id: 'resp_1'}},
  {type: 'response.output_item.done', output_index: 0, item: ITEM},
  {type: 'response.completed', response: {id: 'resp_1', usage: USAGE}},
]
  .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
  .join('')

/** Codex as its user starts it without ccs, with an API key at OpenAI; each answer is the same sentence. */
export interface PlainCodex {
  run(words: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>
  close(): void
}

export async function startPlainCodex({codex, home, env}: Native): Promise<PlainCodex> {
  const server = createServer((request, response) => {
    // No web sockets here: it goes on with plain requests.
    if (request.method === 'GET') response.writeHead(426).end()
    else request.resume().on('end', () => response.setHeader('content-type', 'text/event-stream').end(ANSWER))
  })
  const address = await listen(server)
  const options = [`openai_base_url="${address}/v1"`, ...QUIET.map((key) => `${key}=false`)]
  return {
    run: (words, more = {}) =>
      startProcess(codex, [...options.flatMap((one) => ['-c', one]), ...words], {
        env: {...env, CODEX_API_KEY: 'sk-mine', ...more},
        cwd: home.project,
      }).ended,
    close: () => server.close(),
  }
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

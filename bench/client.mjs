// A client that costs little while the clock runs: it keeps the bytes and checks every one of them afterwards.
import {Agent, request} from 'node:http'
import {performance} from 'node:perf_hooks'
import {wholeText} from './stand-in/answer.mjs'

const agent = new Agent({keepAlive: true})

/** Resolves at the end of the answer. `seen` is told of each chunk and may pause or end the answer. */
export function ask({port, path, headers}, body, seen = () => undefined) {
  return new Promise((resolve, reject) => {
    const began = performance.now()
    const asked = request(
      {
        port,
        path,
        host: '127.0.0.1',
        method: 'POST',
        agent,
        headers: {'content-type': 'application/json', 'content-length': body.length, ...headers},
      },
      (reply) => {
        const chunks = []
        reply.on('data', (chunk) => {
          chunks.push(chunk)
          seen(chunk, reply)
        })
        reply.on('error', reject)
        reply.on('end', () => resolve({milliseconds: performance.now() - began, status: reply.statusCode, chunks}))
      },
    )
    asked.on('error', reject)
    asked.end(body)
  })
}

/** Throws unless the answer holds exactly the text that was sent, and ends as a whole answer does. */
export function check({name, dialect}, {status, chunks}, deltas) {
  const text = Buffer.concat(chunks).toString()
  const {isWhole, words} = read(dialect, text)
  if (status === 200 && isWhole && words === wholeText(deltas)) return
  throw new Error(`${name}: the answer of ${deltas} deltas arrived damaged (status ${status}): ${text.slice(-300)}`)
}

const DIALECTS = {
  responses: {delta: 'response.output_text.delta', textOf: ({delta}) => delta, end: 'response.completed'},
  messages: {delta: 'content_block_delta', textOf: ({delta}) => delta.text, end: 'message_stop'},
}

export function read(dialect, text) {
  const {delta, textOf, end} = DIALECTS[dialect]
  let words = ''
  let last = ''
  for (const line of text.split('\n')) {
    if (!line.startsWith('data: ')) continue
    const event = JSON.parse(line.slice(6))
    if (event.type === delta) words += textOf(event)
    last = event.type
  }
  return {isWhole: last === end, words}
}

// A client as Claude Code's and most others are: `fetch`, which keeps its connections. It keeps the bytes and checks every
// one of them when the clock has stopped.
import {Agent, request} from 'node:http'
import {performance} from 'node:perf_hooks'
import {wholeText} from './stand-in/answer.mjs'

/** Resolves at the end of the answer. `seen` is told of each chunk. */
export async function ask({port, path, headers}, body, seen = () => undefined) {
  const began = performance.now()
  const reply = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: {'content-type': 'application/json', ...headers},
    body,
  })
  const chunks = []
  for await (const chunk of reply.body) {
    chunks.push(chunk)
    seen(chunk)
  }
  return {milliseconds: performance.now() - began, status: reply.status, chunks}
}

const agent = new Agent({keepAlive: true})

/** A client that takes bytes faster than `fetch`, and can be stopped and torn away: `seen` gets the reply with each chunk. */
export function askByHand({port, path, headers}, body, seen = () => undefined) {
  return new Promise((resolve, reject) => {
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
        reply.on('end', () => resolve({status: reply.statusCode, chunks}))
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

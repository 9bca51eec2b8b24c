// A raw Responses server, as fast as Node can be: no check, answers made once. Tells its parent over IPC what it saw.
import {createServer} from 'node:http'
import {closing, delta, opening, readWish, wholeText, wordAt} from './answer.mjs'

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'x-codex-plan-type': 'plus',
  'x-codex-primary-used-percent': '12',
  'x-codex-primary-window-minutes': '300',
  'x-codex-primary-reset-after-seconds': '9000',
  'x-codex-secondary-used-percent': '34',
  'x-codex-secondary-window-minutes': '10080',
  'x-codex-secondary-reset-after-seconds': '300000',
}
const SPENT = JSON.stringify({error: {type: 'usage_limit_reached', plan_type: 'plus', resets_in_seconds: 9000}})
/** Deltas beyond which an answer comes as fast as the sockets take it. */
const LONG = 1000
/** Bytes of one write of a long answer. */
const SLICE = 64 * 1024

const answers = new Map()
let isSpent = false
process.on('message', ({spent}) => {
  isSpent = spent
  process.send({spent})
})

const server = createServer({keepAliveTimeout: 60_000}, (request, response) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => answer(Buffer.concat(chunks), response))
})
server.listen(0, '127.0.0.1', () => process.stdout.write(`${JSON.stringify({port: server.address().port})}\n`))

function answer(body, response) {
  const wish = readWish(body)
  if (wish === undefined) return refuse(response, 404, '{}')
  process.send({asked: true})
  if (isSpent) return refuse(response, 429, SPENT)
  response.writeHead(200, HEADERS)
  if (wish.gap > 0) return drip(wish, response)
  response.on('error', () => response.destroy())
  const pieces = remembered(wish.deltas)
  if (wish.deltas > LONG) pour(pieces, 0, response)
  else speak(pieces, 0, response)
}

function refuse(response, status, text) {
  response.writeHead(status, {'content-type': 'application/json', 'content-length': Buffer.byteLength(text)})
  response.end(text)
}

function piecesOf(deltas) {
  const words = Array.from({length: deltas}, (_, index) => delta(wordAt(index), index))
  return [opening(), ...words, closing(wholeText(deltas))]
}

/** One piece for a long answer. */
function remembered(deltas) {
  const known = answers.get(deltas)
  if (known !== undefined) return known
  const made = deltas > LONG ? Buffer.from(piecesOf(deltas).join('')) : piecesOf(deltas)
  answers.set(deltas, made)
  return made
}

/** Event by event, as a model speaks, without its pauses. */
function speak(pieces, from, response) {
  response.write(pieces[from])
  if (from + 1 === pieces.length) response.end()
  else setImmediate(speak, pieces, from + 1, response)
}

function pour(bytes, from, response) {
  for (let at = from; at < bytes.length; at += SLICE) {
    if (response.write(bytes.subarray(at, at + SLICE))) continue
    response.once('drain', () => pour(bytes, at + SLICE, response))
    return
  }
  response.end()
}

/** Every word says when it was sent. */
function drip({deltas, gap}, response) {
  let text = ''
  let index = 0
  response.write(opening())
  const timer = setInterval(() => {
    if (index === deltas) {
      clearInterval(timer)
      response.end(closing(text))
      return
    }
    const word = `<${index}:${process.hrtime.bigint() / 1000n}>`
    text += word
    response.write(delta(word, index))
    index += 1
  }, gap)
  response.on('close', () => {
    clearInterval(timer)
    if (!response.writableFinished) process.send({goneAt: Number(process.hrtime.bigint() / 1000n)})
  })
}

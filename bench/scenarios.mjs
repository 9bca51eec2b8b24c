// What is measured, the same for every lane. Lanes take turns within a run: absolute numbers drift with the machine's
// load, ratios of neighbours do not.
import {performance} from 'node:perf_hooks'
import {setTimeout as sleep} from 'node:timers/promises'
import {ask, askByHand, check, read} from './client.mjs'
import {requestOf} from './requests.mjs'
import {median, quantile} from './statistics.mjs'

const KB = 1024
/** Bytes of a request that has instructions and tools and no history. */
const SMALL = 16 * KB
/** Deltas of a short answer. */
const SHORT = 8
/** Milliseconds between the beginnings of slow streams: what they all cost at once is measured elsewhere. */
const APART = 7

/** So that what is measured is compiled everywhere. */
export async function warm(lanes, times) {
  for (let round = 0; round < times; round += 1) await inTurn(lanes, round, (lane) => short(lane, 20 * KB))
}

/** What a proxy adds to the time of one small request, one at a time. */
export async function addedLatency(lanes, rounds) {
  const times = await timesOf(lanes, rounds, 20 * KB)
  const [direct, pipe, own] = ['direct', 'pipe', 'own'].map((name) => median(times[name]))
  return {
    value: (own - direct) / (pipe - direct),
    unit: "x pass-through's",
    detail: `+${(own - direct).toFixed(2)} ms, pass-through +${(pipe - direct).toFixed(2)} ms, direct ${direct.toFixed(2)} ms`,
  }
}

/** The whole time of a larger request. */
export async function bodyLatency(lanes, bytes, rounds) {
  const times = await timesOf(lanes, rounds, bytes)
  const [direct, pipe, own] = ['direct', 'pipe', 'own'].map((name) => median(times[name]))
  return {
    value: own / pipe,
    unit: 'x pass-through',
    detail: `${own.toFixed(1)} ms, pass-through ${pipe.toFixed(1)} ms, direct ${direct.toFixed(1)} ms`,
  }
}

async function timesOf(lanes, rounds, bytes) {
  const times = {direct: [], pipe: [], own: []}
  for (let round = 0; round < rounds; round += 1)
    await inTurn(lanes, round, async (lane, name) => times[name].push((await short(lane, bytes)).milliseconds))
  return times
}

/** Short answers, 32 at a time. */
export async function concurrent(lanes, rounds, {requests = 320, workers = 32} = {}) {
  const rates = {direct: [], pipe: [], own: []}
  for (let round = 0; round < rounds; round += 1)
    await inTurn(lanes, round, async (lane, name) => rates[name].push(await crowd(lane, requests, workers)))
  const ratios = rates.own.map((own, round) => own / rates.pipe[round])
  const [direct, pipe, own] = ['direct', 'pipe', 'own'].map((name) => median(rates[name]))
  return {
    value: median(ratios),
    unit: 'of pass-through',
    detail: `${own.toFixed(0)}/s, pass-through ${pipe.toFixed(0)}/s, direct ${direct.toFixed(0)}/s`,
  }
}

/** Requests a second. */
export async function crowd(lane, requests, workers) {
  let left = requests
  const work = async () => {
    while (left > 0) {
      left -= 1
      await short(lane, SMALL)
    }
  }
  const began = performance.now()
  await Promise.all(Array.from({length: workers}, work))
  return requests / ((performance.now() - began) / 1000)
}

async function short(lane, bytes) {
  const answer = await ask(lane, requestOf(lane.dialect, {bytes, deltas: SHORT}))
  check(lane, answer, SHORT)
  return answer
}

/** One stream as fast as it goes, for a reader that is faster still. */
export async function longStream(lanes, rounds, deltas = 50_000) {
  const rates = {direct: [], pipe: [], own: []}
  for (let round = -1; round < rounds; round += 1) {
    await inTurn(lanes, round, async (lane, name) => {
      const began = performance.now()
      const answer = await askByHand(lane, requestOf(lane.dialect, {bytes: SMALL, deltas}))
      const milliseconds = performance.now() - began
      check(lane, answer, deltas)
      if (round >= 0) rates[name].push(deltas / milliseconds)
    })
  }
  const [direct, pipe, own] = ['direct', 'pipe', 'own'].map((name) => median(rates[name]))
  const thousands = (rate) => `${rate.toFixed(0)}k/s`
  return {
    value: median(rates.own.map((rate, round) => rate / rates.pipe[round])),
    unit: 'of pass-through',
    detail: `${thousands(own)}, pass-through ${thousands(pipe)}, direct ${thousands(direct)}`,
  }
}

/** 64 streams, begun one after the other, with 20 ms between deltas: how late the latest of a hundred deltas is. */
export async function slowStreams(lanes, rounds, {streams = 64, deltas = 50, gap = 20} = {}) {
  const late = {direct: [], pipe: [], own: []}
  for (let round = 0; round < rounds; round += 1)
    await inTurn(lanes, round, async (lane, name) => {
      const begin = async (_, index) => {
        await sleep(index * APART)
        return latenessOf(lane, deltas, gap)
      }
      const times = await Promise.all(Array.from({length: streams}, begin))
      late[name].push(quantile(times.flat(), 0.99))
    })
  const [direct, pipe, own] = ['direct', 'pipe', 'own'].map((name) => median(late[name]))
  return {
    value: own / pipe,
    unit: 'x pass-through',
    detail: `${own.toFixed(2)} ms, pass-through ${pipe.toFixed(2)} ms, direct ${direct.toFixed(2)} ms`,
  }
}

/** Milliseconds of each delta from the upstream's write to its arrival. */
async function latenessOf(lane, deltas, gap) {
  const late = []
  const answer = await ask(lane, requestOf(lane.dialect, {bytes: SMALL, deltas, gap}), (chunk) => {
    const now = Number(process.hrtime.bigint() / 1000n)
    const text = Buffer.from(chunk).toString('latin1')
    if (/output_text\.done|block_stop/.test(text)) return
    for (const [, sent] of text.matchAll(/<\d+:(\d+)>/g)) late.push((now - Number(sent)) / 1000)
  })
  const {isWhole, words} = read(lane.dialect, Buffer.concat(answer.chunks).toString())
  const numbers = [...words.matchAll(/<(\d+):\d+>/g)].map(([, index]) => Number(index))
  if (!isWhole || numbers.length !== deltas || numbers.some((number, index) => number !== index))
    throw new Error(`${lane.name}: a slow answer arrived damaged`)
  return late
}

/** Milliseconds from a client's hang-up in mid-answer to the end of the request upstream: the slowest of all. */
export async function hangUp(lane, upstream, times) {
  const delays = []
  for (let round = 0; round < times; round += 1) {
    const gone = upstream.told('goneAt')
    let hungUpAt = 0
    const body = requestOf(lane.dialect, {bytes: SMALL, deltas: 1000, gap: 5})
    await askByHand(lane, body, (chunk, reply) => {
      if (hungUpAt > 0 || !/<0:/.test(chunk.toString('latin1'))) return
      hungUpAt = Number(process.hrtime.bigint() / 1000n)
      reply.destroy()
      reply.emit('end')
    })
    delays.push(((await gone) - hungUpAt) / 1000)
  }
  return {
    name: 'client hang-up to upstream end',
    value: Math.max(...delays),
    unit: 'ms',
    atMost: 300,
    detail: `slowest of ${times}`,
  }
}

/** Four answers whose readers stop for a while: they still arrive whole. */
export async function stoppedReaders(lane, {streams = 4, deltas = 100_000, pause = 3000} = {}) {
  const body = requestOf(lane.dialect, {bytes: SMALL, deltas})
  const one = async () => {
    let isPaused = false
    const answer = await askByHand(lane, body, (_chunk, reply) => {
      if (isPaused) return
      isPaused = true
      reply.pause()
      setTimeout(() => reply.resume(), pause)
    })
    check(lane, answer, deltas)
  }
  await Promise.all(Array.from({length: streams}, one))
}

/** Who goes first changes with every round. */
async function inTurn(lanes, round, work) {
  const names = Object.keys(lanes)
  for (let step = 0; step < names.length; step += 1) {
    const name = names[(round + step + names.length) % names.length]
    await work(lanes[name], name)
  }
}

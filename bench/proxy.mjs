// Claude Code's lane: Messages in, Responses upstream, against a raw pass-through of the same bytes.
import {ask} from './client.mjs'
import {growth, peak, resident} from './memory.mjs'
import {requestOf} from './requests.mjs'
import {
  addedLatency,
  bodyLatency,
  concurrent,
  crowd,
  hangUp,
  longStream,
  slowStreams,
  stoppedReaders,
  warm,
} from './scenarios.mjs'
import {lanesOf, makeProxyHome, openStage, startPipe, startProxy} from './stage.mjs'
import {median} from './statistics.mjs'

const KB = 1024
const LANE = {path: '/v1/messages', dialect: 'messages'}
/** Requests whose memory is watched; `--long` watches as many as the target names. */
const WATCHED = {usual: 4000, long: 10_000}

export async function measure({rounds = 5, long = false}) {
  const stage = await openStage()
  try {
    const idle = await idleMemory(stage)
    const lanes = lanesOf(stage, LANE)
    const start = await startUp(stage, rounds * 2)
    await warm(lanes, 150)
    return [
      {name: 'proxy start to answering', ...start, atMost: 1.6},
      {name: 'added p50, 20 KB request', ...(await addedLatency(lanes, rounds * 60)), atMost: 3},
      {name: '32 concurrent short streams', ...(await concurrent(lanes, rounds)), atLeast: 0.4},
      {name: 'one stream of 50,000 deltas', ...(await longStream(lanes, rounds)), atLeast: 0.07},
      {name: '64 slow streams, p99 delta latency', ...(await slowStreams(lanes, rounds)), atMost: 2},
      {name: '200 KB request, p50', ...(await bodyLatency(lanes, 200 * KB, rounds * 20)), atMost: 3},
      {name: '2 MB request, p50', ...(await bodyLatency(lanes, 2048 * KB, rounds * 6)), atMost: 7},
      await hangUp(lanes.own, stage.upstream, 10),
      {name: 'memory, idle', value: idle, unit: 'MB', atMost: 70},
      await driftRow(lanes.own, stage, long ? WATCHED.long : WATCHED.usual),
      await stoppedRow(lanes.own, stage),
      {name: 'memory, peak of all the above', value: peak(stage.proxy.pid), unit: 'MB', atMost: 150},
      await exhaustedRow(stage),
    ]
  } finally {
    await stage.close()
  }
}

/** Once it has loaded what it loads by itself. */
async function idleMemory({proxy}) {
  await pause(2000)
  return resident(proxy.pid)
}

/** Milliseconds to the first answer, each start next to one of the pass-through. */
async function startUp({upstream, home}, times) {
  const pairs = []
  for (let round = 0; round < times; round += 1) {
    const pipe = await startPipe(upstream)
    await pipe.stop()
    const own = await startProxy(home)
    await own.stop()
    pairs.push({pipe: pipe.answered, own: own.answered})
  }
  return {
    value: median(pairs.map(({pipe, own}) => own / pipe)),
    unit: "x pass-through's",
    detail: `${median(pairs.map(({own}) => own)).toFixed(0)} ms, pass-through ${median(pairs.map(({pipe}) => pipe)).toFixed(0)} ms`,
  }
}

/** Memory in the second third of the requests against the last third. */
async function driftRow(lane, {proxy}, requests) {
  const batches = 30
  const seen = []
  for (let batch = 0; batch < batches; batch += 1) {
    await crowd(lane, requests / batches, 32)
    seen.push(resident(proxy.pid))
  }
  const [before, after] = [seen.slice(10, 20), seen.slice(20)].map(median)
  return {
    name: 'memory, drift over requests',
    value: (after / before - 1) * 100,
    unit: '%',
    atMost: 10,
    detail: `${requests} requests${requests < WATCHED.long ? ` (--long: ${WATCHED.long})` : ''}, ${before.toFixed(0)} to ${after.toFixed(0)} MB`,
  }
}

async function stoppedRow(lane, {proxy}) {
  const {before, most} = await growth(proxy.pid, () => stoppedReaders(lane))
  return {
    name: 'memory, growth with 4 stopped readers',
    value: most - before,
    unit: 'MB',
    atMost: 30,
    detail: `4 x 100,000 deltas, readers stop for 3 s; ${before.toFixed(0)} to ${most.toFixed(0)} MB`,
  }
}

/** A proxy of its own, whose only account is spent: refused without a question upstream. */
async function exhaustedRow({upstream}) {
  const home = makeProxyHome(upstream)
  const proxy = await startProxy(home)
  try {
    const {own} = lanesOf({upstream, pipe: upstream, proxy}, LANE)
    const body = requestOf(own.dialect, {bytes: 20 * KB, deltas: 8})
    await upstream.spend(true)
    await ask(own, body)
    const asked = upstream.asked()
    const answers = []
    for (let round = 0; round < 20; round += 1) answers.push(await ask(own, body))
    const isRefused = answers.every(({status}) => status === 429) && upstream.asked() === asked
    if (!isRefused) throw new Error('a spent account was asked again')
    const value = Math.max(...answers.map(({milliseconds}) => milliseconds))
    return {name: 'all accounts exhausted: 429', value, unit: 'ms', atMost: 50, detail: 'slowest of 20, none upstream'}
  } finally {
    await upstream.spend(false)
    await proxy.stop()
    home.remove()
  }
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

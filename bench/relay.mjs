// The lane of clients that speak the upstream's own dialect: Responses in, Responses out, against a raw pass-through.
import {addedLatency, concurrent, longStream, warm} from './scenarios.mjs'
import {lanesOf, openStage} from './stage.mjs'

const LANE = {path: '/v1/responses', dialect: 'responses'}

export async function measure({rounds = 5}) {
  const stage = await openStage()
  try {
    const lanes = lanesOf(stage, LANE)
    await warm(lanes, 150)
    return [
      {name: 'added p50, 20 KB request', ...(await addedLatency(lanes, rounds * 60)), atMost: 1.5},
      {name: '32 concurrent short streams', ...(await concurrent(lanes, rounds)), atLeast: 0.85},
      {name: 'one stream of 50,000 deltas', ...(await longStream(lanes, rounds)), atLeast: 0.7},
    ]
  } finally {
    await stage.close()
  }
}

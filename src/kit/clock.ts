import {setTimeout as sleep} from 'node:timers/promises'
import type {Clock} from '../contract/index.js'

export const systemClock: Clock = {
  now: Date.now,
  wait: async (milliseconds, signal) => void (await sleep(milliseconds, undefined, {signal})),
}

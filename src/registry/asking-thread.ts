import {setImmediate} from 'node:timers/promises'
import {parentPort, workerData} from 'node:worker_threads'
import {openPlanningHost} from '../host/open-planning-host.js'
import type {Question} from './ask-apart.js'
import {faultOfContribution} from './contributions.js'

const {contribution, env, limit} = workerData as Question
parentPort?.postMessage('asking')
const fault = await faultOfContribution(contribution, {...openPlanningHost(env), limit})
// A promise that it left rejected ends a process only after all that is ready has run: so it ends this thread first.
await setImmediate()
parentPort?.postMessage({fault})

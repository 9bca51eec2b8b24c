import {parentPort, workerData} from 'node:worker_threads'
import {openPlanningHost} from '../host/open-planning-host.js'
import type {Question} from './ask-apart.js'
import {faultOfContribution} from './contributions.js'

const {contribution, env, limit} = workerData as Question
parentPort?.postMessage('asking')
const fault = await faultOfContribution(contribution, {...openPlanningHost(env), limit})
parentPort?.postMessage({fault})

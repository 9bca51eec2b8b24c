import type {TurnFault} from '../../contract/index.js'
import type {WrittenError} from '../client-protocol.js'
import {codeOf, FAULT_ANSWERS, type FaultAnswer} from './fault-answers.js'

/** Seconds. Codex waits for whatever `retry-after` says, without a word. */
const SOON = 60

/** A failure before the first byte, in the shape of both dialects of OpenAI. */
export function writeError(fault: TurnFault, now: number): WrittenError {
  const {message, retryAt, param = null} = fault
  const seconds = retryAt === undefined ? undefined : Math.max(1, Math.ceil((retryAt - now) / 1000))
  const answer = answerFor(fault, seconds)
  const {status, type, retry} = answer
  const isLimit = type === 'usage_limit_reached'
  const isFinal = retry === 'no' || (isLimit && seconds !== undefined && seconds > SOON)
  const waits = retry !== 'no' && seconds !== undefined && (isLimit || seconds <= SOON)
  return {
    status,
    headers: {...(waits && {'retry-after': String(seconds)}), ...(isFinal && {'x-should-retry': 'false'})},
    body: {error: {message, type, code: codeOf(answer, fault), param, ...(isLimit && writeReset(fault, seconds))}},
  }
}

/** The body of a failure in mid-stream, where nobody knows the time. */
export function faultBody(fault: TurnFault) {
  const answer = FAULT_ANSWERS[fault.kind]
  const {message, param = null} = fault
  return {error: {message, type: answer.type, code: codeOf(answer, fault), param}}
}

/** All accounts spent for a moment is a throttle, which a client waits for; a throttle for long is a limit, which it tells. */
function answerFor({kind}: TurnFault, seconds = 0): FaultAnswer {
  if (kind === 'all-spent' && seconds > 0 && seconds <= SOON) return FAULT_ANSWERS.throttled
  return FAULT_ANSWERS[kind === 'throttled' && seconds > SOON ? 'usage-limit' : kind]
}

/** From these Codex makes its own sentence; with this type it does not wait, whatever the headers say. */
function writeReset({plan, retryAt}: TurnFault, seconds: number | undefined) {
  return {
    ...(plan === undefined ? {} : {plan_type: plan}),
    ...(retryAt === undefined ? {} : {resets_at: Math.ceil(retryAt / 1000), resets_in_seconds: seconds}),
  }
}

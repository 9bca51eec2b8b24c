import type {TurnFault} from '../../contract/index.js'
import type {WrittenError} from '../client-protocol.js'
import {codeOf, FAULT_ANSWERS, type FaultAnswer} from './fault-answers.js'

/** Seconds. Codex waits for whatever `retry-after` says, without a word. */
const SOON = 60

/** How a dialect of OpenAI tells limits; all else both tell alike. */
export interface LimitWords {
  /** In place of the types that the Responses dialect has for them. */
  readonly type?: string
  /** Whether plan and reset are told: Codex makes its own sentence of them. */
  readonly tellsReset: boolean
}

/** A failure before the first byte, and the body of one in mid-stream, where nobody knows the time. */
export interface ErrorWriter {
  writeError(fault: TurnFault, now: number): WrittenError
  faultBody(fault: TurnFault): unknown
}

export function errorWriter({type: limit, tellsReset}: LimitWords): ErrorWriter {
  const tell = ({type, ...answer}: FaultAnswer, fault: TurnFault) => ({
    message: fault.message,
    type: LIMITS.has(type) ? (limit ?? type) : type,
    code: codeOf(answer, fault),
    param: fault.param ?? null,
  })
  return {
    writeError(fault, now) {
      const {retryAt} = fault
      const seconds = retryAt === undefined ? undefined : Math.max(1, Math.ceil((retryAt - now) / 1000))
      const answer = answerFor(fault, seconds)
      const {status, retry} = answer
      const isLimit = answer.code === 'usage_limit_reached'
      const isFinal = retry === 'no' || (isLimit && seconds !== undefined && seconds > SOON)
      const waits = retry !== 'no' && seconds !== undefined && (isLimit || seconds <= SOON)
      const reset = isLimit && tellsReset ? writeReset(fault, seconds) : {}
      return {
        status,
        headers: {...(waits && {'retry-after': String(seconds)}), ...(isFinal && {'x-should-retry': 'false'})},
        body: {error: {...tell(answer, fault), ...reset}},
      }
    },
    faultBody: (fault) => ({error: tell(FAULT_ANSWERS[fault.kind], fault)}),
  }
}

/** Types of limits that end by themselves. */
const LIMITS: ReadonlySet<string> = new Set(['usage_limit_reached', 'rate_limit_exceeded'])

/** All accounts spent for a moment is a throttle, which a client waits for; a throttle for long is a limit, which it tells. */
function answerFor({kind}: TurnFault, seconds = 0): FaultAnswer {
  if (kind === 'all-spent' && seconds > 0 && seconds <= SOON) return FAULT_ANSWERS.throttled
  const answer = FAULT_ANSWERS[kind]
  return answer === FAULT_ANSWERS.throttled && seconds > SOON ? FAULT_ANSWERS['usage-limit'] : answer
}

/** From these Codex makes its own sentence; with this type it does not wait, whatever the headers say. */
function writeReset({plan, retryAt}: TurnFault, seconds: number | undefined) {
  return {
    ...(plan === undefined ? {} : {plan_type: plan}),
    ...(retryAt === undefined ? {} : {resets_at: Math.ceil(retryAt / 1000), resets_in_seconds: seconds}),
  }
}

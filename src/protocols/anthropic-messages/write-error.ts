import type {FaultKind, TurnFault} from '../../contract/index.js'
import type {WrittenError} from '../client-protocol.js'

interface Answer {
  readonly status: number
  readonly type: string
  /** Whether the client may try again by itself; Claude Code would for minutes, without a word to its user. */
  readonly retry: 'yes' | 'no' | 'if-soon'
}

const REFUSED: Answer = {status: 400, type: 'invalid_request_error', retry: 'no'}
const UNPAID: Answer = {status: 402, type: 'billing_error', retry: 'no'}
/**
 * Told at once and word for word. Never 401 or 403: Claude Code would ask for a sign-in of its own. It puts words of its
 * own in place of those of a 404, and adds that the trouble will pass to those of a 500.
 */
const STUCK: Answer = {status: 424, type: 'api_error', retry: 'no'}
const LIMITED: Answer = {status: 429, type: 'rate_limit_error', retry: 'if-soon'}
const BUSY: Answer = {status: 529, type: 'overloaded_error', retry: 'yes'}
const FAILED: Answer = {status: 502, type: 'api_error', retry: 'yes'}

/** What a client is told for each kind of failure. */
export const ANSWERS: Readonly<Record<FaultKind, Answer>> = {
  'invalid-request': REFUSED,
  'request-too-large': {status: 413, type: 'request_too_large', retry: 'no'},
  'context-overflow': REFUSED,
  policy: REFUSED,
  'unknown-model': REFUSED,
  'outdated-client': REFUSED,
  'missing-history': REFUSED,
  'stale-replay': REFUSED,
  'refused-format': REFUSED,
  'refused-tool': REFUSED,
  'usage-limit': LIMITED,
  throttled: LIMITED,
  'no-credits': LIMITED,
  'no-codex-plan': LIMITED,
  'model-denied': STUCK,
  'token-expired': STUCK,
  'needs-reauth': STUCK,
  revoked: STUCK,
  deactivated: UNPAID,
  'address-throttled': LIMITED,
  overloaded: BUSY,
  'at-capacity': BUSY,
  'server-error': {status: 500, type: 'api_error', retry: 'yes'},
  'cut-stream': FAILED,
  timeout: {status: 504, type: 'timeout_error', retry: 'yes'},
  network: FAILED,
  'network-blocked': STUCK,
  'region-blocked': STUCK,
  // Asked twice in ccs itself by then: the client's own tries would be ten more of the same.
  'empty-answer': STUCK,
  'no-account': STUCK,
  'all-spent': LIMITED,
  'client-gone': {status: 499, type: 'api_error', retry: 'no'},
}

/** Seconds. Claude Code waits so long without a word; for more it gives up at a limit, and hangs at other failures. */
const SOON = 60

export function writeError(fault: TurnFault, now: number): WrittenError {
  const {status, retry} = ANSWERS[fault.kind]
  const seconds = fault.retryAt === undefined ? undefined : Math.max(1, Math.ceil((fault.retryAt - now) / 1000))
  const isLong = seconds !== undefined && seconds > SOON
  const isFinal = retry === 'no' || (retry === 'if-soon' && isLong)
  const waits = seconds !== undefined && (retry === 'if-soon' || (retry === 'yes' && !isLong))
  return {
    status,
    headers: {...(waits && {'retry-after': String(seconds)}), ...(isFinal && {'x-should-retry': 'false'})},
    body: wireError(fault),
  }
}

/** The body of a failure, and the event of one in mid-stream. */
export function wireError(fault: TurnFault) {
  return {type: 'error', error: {type: ANSWERS[fault.kind].type, message: wording(fault)}} as const
}

/** Claude Code makes room and goes on when it reads exactly these words, and counts with the numbers. */
function wording({kind, message, tokens}: TurnFault): string {
  if (kind !== 'context-overflow') return message
  const {used, limit} = tokens ?? {}
  if (used === undefined || limit === undefined) return `prompt is too long: ${message}`
  return `prompt is too long: ${used} tokens > ${limit} maximum`
}

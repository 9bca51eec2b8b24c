import type {FaultKind, TurnFault} from '../../contract/index.js'

export interface FaultAnswer {
  readonly status: number
  readonly type: string
  readonly code: string
  /** Whether the client may try again by itself. */
  readonly retry: 'yes' | 'no'
  /** Codes of the upstream that are told in place of ours: a client knows more from them. */
  readonly theirs?: RegExp
}

/**
 * 400 for all that another try does not cure: Codex tells it at once and in full. It tries 401, 403, 404, 413 and 422 for
 * seconds, and Droid says nothing of a 401 or 403.
 */
function refused(code: string, type = 'invalid_request_error'): FaultAnswer {
  return {status: 400, type, code, retry: 'no'}
}

function limited(code: string, type: string, retry: FaultAnswer['retry']): FaultAnswer {
  return {status: 429, type, code, retry}
}

const THROTTLED = limited('rate_limit_exceeded', 'rate_limit_exceeded', 'yes')
/** Codex says that the model is at capacity when it reads this code, and is silent about other failures of a server. */
const BUSY: FaultAnswer = {status: 503, type: 'server_error', code: 'server_is_overloaded', retry: 'yes'}

function failed(status: number, code = 'server_error'): FaultAnswer {
  return {status, type: 'server_error', code, retry: 'yes'}
}

/** What a client is told for each kind of failure. Codes that Codex knows where it knows one; else our own names. */
export const FAULT_ANSWERS: Readonly<Record<FaultKind, FaultAnswer>> = {
  'invalid-request': {...refused('invalid_value'), theirs: /./},
  'request-too-large': refused('request_too_large'),
  'context-overflow': refused('context_length_exceeded'),
  /** Codex makes its own sentence of these two, and asks again after any that it does not know. */
  policy: {...refused('invalid_prompt'), theirs: /^(cyber|bio)_policy$/},
  'unknown-model': refused('model_not_found'),
  'outdated-client': refused('outdated_client'),
  'missing-history': refused('previous_response_not_found'),
  'stale-replay': refused('invalid_encrypted_content'),
  'refused-format': refused('invalid_json_schema'),
  'refused-tool': refused('invalid_function_parameters'),
  'usage-limit': limited('usage_limit_reached', 'usage_limit_reached', 'yes'),
  'all-spent': limited('usage_limit_reached', 'usage_limit_reached', 'yes'),
  throttled: THROTTLED,
  'no-credits': limited('insufficient_quota', 'insufficient_quota', 'no'),
  'no-codex-plan': limited('usage_not_included', 'usage_not_included', 'no'),
  'model-denied': refused('model_not_found'),
  'token-expired': refused('token_expired', 'authentication_error'),
  'needs-reauth': refused('needs_reauth', 'authentication_error'),
  revoked: refused('revoked', 'authentication_error'),
  deactivated: refused('deactivated', 'authentication_error'),
  'no-account': refused('no_account', 'authentication_error'),
  'address-throttled': THROTTLED,
  overloaded: BUSY,
  'at-capacity': BUSY,
  'server-error': failed(500),
  'cut-stream': failed(502),
  'empty-answer': failed(502),
  network: failed(502),
  timeout: failed(504),
  'network-blocked': refused('network_blocked', 'server_error'),
  'region-blocked': refused('unsupported_country_region_territory', 'server_error'),
  'client-gone': {status: 499, type: 'client_gone', code: 'client_gone', retry: 'no'},
}

export function codeOf(
  {code: ours, theirs}: Pick<FaultAnswer, 'code' | 'theirs'>,
  {code: told = ''}: Pick<TurnFault, 'code'>,
): string {
  return theirs?.test(told) ? told : ours
}

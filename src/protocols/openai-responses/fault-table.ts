import type {Blame, FaultKind} from '../../contract/index.js'

/** What OpenAI names a failure, in `code` or `type`, to ours. What stands here needs no look at the text. */
export const BY_CODE: Readonly<Record<string, FaultKind>> = {
  usage_limit_reached: 'usage-limit',
  usage_not_included: 'no-codex-plan',
  rate_limit_exceeded: 'throttled',
  insufficient_quota: 'no-credits',
  credit_balance_exhausted: 'no-credits',
  organization_spend_limit_exceeded: 'no-credits',
  project_spend_limit_exceeded: 'no-credits',
  organization_usage_limit_exceeded: 'no-credits',
  billing_hard_limit_reached: 'no-credits',
  billing_not_active: 'no-credits',
  token_expired: 'token-expired',
  token_invalidated: 'revoked',
  token_revoked: 'revoked',
  invalid_api_key: 'needs-reauth',
  account_deactivated: 'deactivated',
  deactivated_workspace: 'deactivated',
  unsupported_country_region_territory: 'region-blocked',
  model_not_found: 'model-denied',
  context_length_exceeded: 'context-overflow',
  model_context_window_exceeded: 'context-overflow',
  exceed_context_size_error: 'context-overflow',
  previous_response_not_found: 'missing-history',
  invalid_encrypted_content: 'stale-replay',
  invalid_json_schema: 'refused-format',
  invalid_function_parameters: 'refused-tool',
  invalid_prompt: 'policy',
  cyber_policy: 'policy',
  bio_policy: 'policy',
  misalignment: 'policy',
  content_policy: 'policy',
  content_policy_violation: 'policy',
  content_filter: 'policy',
  message_too_big: 'request-too-large',
  request_too_large: 'request-too-large',
  server_is_overloaded: 'overloaded',
  slow_down: 'overloaded',
  overloaded_error: 'overloaded',
  billing_error: 'no-credits',
  not_found_error: 'model-denied',
  websocket_connection_limit_reached: 'network',
}

/** What only the words say, for replies without a code that helps. First match counts. */
export const BY_TEXT: readonly (readonly [RegExp, FaultKind])[] = [
  [/requires a newer version of codex/i, 'outdated-client'],
  [/at capacity/i, 'at-capacity'],
  [
    /context (window|length|limit|size)|prompt is too long|input tokens exceed|exceeds? the maximum number of tokens/i,
    'context-overflow',
  ],
  [
    /encrypted.content|could not be (verified|decrypted)|invalid signature in thinking|items are not persisted/i,
    'stale-replay',
  ],
  [
    /not supported when using codex|does not exist or you do not have access|model .{1,80} (not found|does not exist)/i,
    'model-denied',
  ],
  [/country, region, or territory/i, 'region-blocked'],
  [/(account|workspace|organi[sz]ation).{0,60}deactivated|deactivated.{0,60}(account|workspace)/i, 'deactivated'],
  [/invalid schema for response_format|text\.format/i, 'refused-format'],
  [/invalid schema for function/i, 'refused-tool'],
  [/(hit|reached|exceeded) (your|the) usage limit|usage limit has been reached/i, 'usage-limit'],
  [/exceeded your current quota|insufficient (balance|credits|funds)|credit balance is too low/i, 'no-credits'],
  [/overloaded/i, 'overloaded'],
]

/** Words that name a family of failures only: they count after the text. */
export const BY_FAMILY: readonly (readonly [RegExp, FaultKind])[] = [
  [/^rate_limit/, 'throttled'],
  [/^authentication/, 'token-expired'],
  [/^permission/, 'no-codex-plan'],
  [/timeout/, 'timeout'],
  [/^(invalid|unsupported|missing|unknown|string|array|integer|object)_|^not_found/, 'invalid-request'],
]

/** First match counts; the last one takes the rest. */
export const BY_STATUS: readonly (readonly [from: number, to: number, FaultKind])[] = [
  [300, 399, 'network-blocked'],
  [401, 401, 'token-expired'],
  [402, 402, 'no-credits'],
  [403, 403, 'no-codex-plan'],
  [407, 407, 'network-blocked'],
  [408, 408, 'timeout'],
  [413, 413, 'request-too-large'],
  [429, 429, 'throttled'],
  [400, 499, 'invalid-request'],
  [503, 503, 'overloaded'],
  [529, 529, 'overloaded'],
  [0, Number.POSITIVE_INFINITY, 'server-error'],
]

interface Saying {
  readonly blame: Blame
  readonly scope?: 'account' | 'model'
  readonly says: string
  /** Whether the upstream's own words follow. */
  readonly quotes: boolean
}

/** Kinds that a reply can be, with whose fault each is and our words for it. */
export const SAYINGS: Readonly<Partial<Record<FaultKind, Saying>>> = {
  'invalid-request': {blame: 'request', says: 'The upstream refused the request', quotes: true},
  'request-too-large': {blame: 'request', says: 'The request is too large for the upstream', quotes: true},
  'context-overflow': {blame: 'request', says: "The conversation exceeds the model's context window", quotes: false},
  policy: {blame: 'request', says: 'The upstream refused the request by its usage policy', quotes: true},
  'outdated-client': {blame: 'request', says: 'The upstream wants a newer client version', quotes: true},
  'missing-history': {blame: 'request', says: 'The upstream stores no earlier answer to go on from', quotes: true},
  'stale-replay': {
    blame: 'request',
    says: 'The upstream could not read the sealed reasoning it was sent',
    quotes: true,
  },
  'refused-format': {blame: 'request', says: 'The upstream refused the output schema', quotes: true},
  'refused-tool': {blame: 'request', says: 'The upstream refused the schema of a tool', quotes: true},
  'usage-limit': {blame: 'account', scope: 'account', says: "The account's usage limit is reached", quotes: false},
  throttled: {blame: 'account', scope: 'account', says: 'The upstream throttles the account', quotes: true},
  'no-credits': {blame: 'account', scope: 'account', says: 'The account has no credits left', quotes: true},
  'no-codex-plan': {
    blame: 'account',
    scope: 'account',
    says: 'The upstream does not serve this account',
    quotes: true,
  },
  'model-denied': {blame: 'account', scope: 'model', says: 'The account may not use this model', quotes: true},
  'token-expired': {blame: 'account', scope: 'account', says: "The account's token was refused", quotes: true},
  'needs-reauth': {blame: 'account', scope: 'account', says: "The account's sign-in was refused", quotes: true},
  revoked: {blame: 'account', scope: 'account', says: "The account's sign-in was revoked", quotes: true},
  deactivated: {blame: 'account', scope: 'account', says: 'The account or its workspace is deactivated', quotes: true},
  overloaded: {blame: 'upstream', says: 'The upstream is overloaded', quotes: true},
  'at-capacity': {blame: 'upstream', scope: 'model', says: 'The model is at capacity', quotes: true},
  'server-error': {blame: 'upstream', says: 'The upstream failed', quotes: true},
  timeout: {blame: 'upstream', says: 'The upstream took too long', quotes: true},
  network: {blame: 'upstream', says: 'The connection to the upstream ended', quotes: true},
  'network-blocked': {
    blame: 'upstream',
    says: 'Something between here and the upstream refused the connection, not the account: a firewall, a proxy or a bot check',
    quotes: false,
  },
  'region-blocked': {blame: 'upstream', says: 'The upstream does not serve this region', quotes: false},
}

import type {FaultKind} from '../contract/index.js'

/** What becomes of a request whose opening failed, and of the account that it went to. */
export type Fate =
  /** The client is told; nobody else is asked. */
  | {readonly does: 'tell'}
  /** Asked once more on the same account, changed. */
  | {readonly does: 'repair'; readonly repair: Repair}
  /** Asked once more on the same account without the tool that it names, which the session does without from then on. */
  | {readonly does: 'leave-out'}
  /** Once more on the same account within a second, then on another one. */
  | {readonly does: 'again'}
  /** On one other account; if that fails the same way nobody is asked for a moment. */
  | {readonly does: 'rest'}
  /** On another account at once. */
  | {readonly does: 'next'}
  /** The token is renewed once, then the account must sign in. */
  | {readonly does: 'renew'}
  /** Remembered for a day; another account is asked, and if none may use it this one, once, with the model of its plan. */
  | {readonly does: 'fall-back'}
  /** The account serves nobody until its time is over; another one is asked. */
  | {readonly does: 'cool'; readonly milliseconds: number}
  /** The account serves nobody until a person acts; another one is asked. */
  | {readonly does: 'retire'; readonly state: 'needs_reauth' | 'revoked' | 'deactivated'}
  /** Something between here and the upstream: remembered, told, never carried from account to account. */
  | {readonly does: 'blocked'; readonly state: 'network_blocked' | 'region_blocked'}

/** Each is done once a request. */
export type Repair = 'without-replay' | 'without-format' | 'nudge'

const MINUTE = 60_000
const TELL: Fate = {does: 'tell'}
const AGAIN: Fate = {does: 'again'}

/** The one table that decides over retries, cooldowns and failover. */
export const FATES: Readonly<Record<FaultKind, Fate>> = {
  'invalid-request': TELL,
  'request-too-large': TELL,
  'context-overflow': TELL,
  policy: TELL,
  'unknown-model': TELL,
  'outdated-client': TELL,
  'missing-history': TELL,
  'stale-replay': {does: 'repair', repair: 'without-replay'},
  'refused-format': {does: 'repair', repair: 'without-format'},
  'refused-tool': {does: 'leave-out'},
  'empty-answer': {does: 'repair', repair: 'nudge'},
  'usage-limit': {does: 'cool', milliseconds: 15 * MINUTE},
  throttled: AGAIN,
  'no-credits': {does: 'cool', milliseconds: 60 * MINUTE},
  'no-codex-plan': {does: 'cool', milliseconds: 6 * 60 * MINUTE},
  'model-denied': {does: 'fall-back'},
  'token-expired': {does: 'renew'},
  'needs-reauth': {does: 'retire', state: 'needs_reauth'},
  revoked: {does: 'retire', state: 'revoked'},
  deactivated: {does: 'retire', state: 'deactivated'},
  'address-throttled': {does: 'rest'},
  overloaded: AGAIN,
  'at-capacity': AGAIN,
  'server-error': AGAIN,
  'cut-stream': AGAIN,
  timeout: {does: 'next'},
  network: AGAIN,
  'network-blocked': {does: 'blocked', state: 'network_blocked'},
  'region-blocked': {does: 'blocked', state: 'region_blocked'},
  'no-account': TELL,
  'all-spent': TELL,
  'client-gone': TELL,
}

/** Milliseconds: a throttle that ends within this moves no session. */
export const SHORT = MINUTE
/** Milliseconds before the second try on the same account. */
export const AGAIN_AFTER = 250
/** Milliseconds for a token to be renewed while another account could serve. */
export const TOKEN_PATIENCE = 1500
/** Accounts that one request may fail on in a way that it may have caused itself. */
export const MOST_ACCOUNTS = 3
/** Tools that one request may turn out to need left out. */
export const MOST_LEFT_OUT = 10
/** Milliseconds for which a refused model is not asked for again. */
export const DENIED_FOR = 24 * 60 * MINUTE

import type {FaultKind} from '../contract/index.js'

/** What each kind of failure means, for people who look it up. Printed in docs/errors.md. */
export const FAULT_MEANINGS: Readonly<Record<FaultKind, string>> = {
  'invalid-request': 'The request cannot be read, or the upstream refuses something in it.',
  'request-too-large': 'The request is larger than the proxy or the upstream takes.',
  'context-overflow': "The conversation no longer fits the model's window; the client makes room and goes on.",
  policy: 'The upstream declines by its usage policy. Asking through another account would only spread the refusal.',
  'unknown-model': 'No such model or profile; the message names the nearest.',
  'outdated-client': 'The upstream wants a newer client than ccs says it is (`CCS_CODEX_CLIENT_VERSION`).',
  'missing-history':
    'The request names an earlier answer in place of the conversation, and no answers are stored; sent in full, it is served.',
  'stale-replay':
    'Sealed reasoning in the history was made by another account; it is left out and the turn asked again.',
  'refused-format': 'The upstream refuses the output schema; the turn is asked again without it.',
  'refused-tool':
    'The upstream refuses the schema of a tool; the turn is asked again without it, and so is the rest of the session.',
  'usage-limit': "A usage window of the account is used up. The account cools until the window's reset.",
  throttled: 'Too many requests in a short time. For a minute or less another account serves and the session stays.',
  'no-credits': 'The account has no credits left, or a spending limit is reached.',
  'no-codex-plan': 'The plan of the account includes no Codex.',
  'model-denied': 'The account may not use the model. Remembered for a day.',
  'token-expired': 'The access token was refused. It is renewed once and the turn asked again.',
  'needs-reauth': 'The sign-in is worth nothing any more: `ccs codex --auth --account <name>`.',
  revoked: 'The sign-in was ended at the provider: `ccs codex --auth --account <name>`.',
  deactivated: 'The account or its workspace is deactivated; only the provider can change that.',
  'address-throttled':
    'Too many requests from the address of this machine, which a page tells, not the backend. Whatever account asks: all rest for a minute or less, and none is cooled.',
  overloaded: 'The upstream is overloaded.',
  'at-capacity': 'The model is at capacity.',
  'server-error': 'The upstream failed, or something in ccs did; the message says which.',
  'cut-stream': 'The answer ended before it was over. What was said stands, the turn has failed.',
  timeout: 'The upstream took too long.',
  network: 'The upstream cannot be reached.',
  'network-blocked':
    'A firewall, a proxy, a login page of the network or a bot check answered in place of the upstream. No account is at fault.',
  'region-blocked': 'The upstream does not serve this country or region.',
  'empty-answer': 'The model ended its turn without an answer, twice.',
  'no-account': 'Nobody is signed in, all accounts are paused, or the one that was named is not there.',
  'all-spent': 'No account can serve now; the message says which is back first, and when.',
  'client-gone': 'The client closed the connection. The upstream request is ended, nobody is punished.',
}

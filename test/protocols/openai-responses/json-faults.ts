import type {TurnFault} from '../../../src/contract/index.js'

/** Bodies of a 200 that tell a failure. */
export const JSON_FAULTS: readonly (readonly [unknown, TurnFault])[] = [
  [
    {error: {type: 'usage_limit_reached', message: 'x', plan_type: 'plus', resets_at: 1_764_003_600}},
    {
      blame: 'account',
      kind: 'usage-limit',
      message: "The account's usage limit is reached.",
      retryAt: 1_764_003_600_000,
      scope: 'account',
      plan: 'plus',
    },
  ],
  [{detail: 'Nope.'}, {blame: 'upstream', kind: 'server-error', message: 'The upstream failed: Nope.'}],
  [
    {type: 'error', error: {code: 'server_is_overloaded'}},
    {blame: 'upstream', kind: 'overloaded', message: 'The upstream is overloaded.'},
  ],
  [
    {object: 'response', status: 'failed', output: [], error: {code: 'server_error', message: 'Boom.'}},
    {blame: 'upstream', kind: 'server-error', message: 'The upstream failed: Boom.'},
  ],
  [[{error: 'Nope.'}], {blame: 'upstream', kind: 'server-error', message: 'The upstream failed: Nope.'}],
]

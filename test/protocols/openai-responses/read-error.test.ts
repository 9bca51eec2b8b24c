import {expect} from 'chai'
import fc from 'fast-check'
import {readError} from '../../../src/protocols/openai-responses/read-error.js'

const NOW = 1_764_000_000_000
const json = (body: unknown) => JSON.stringify(body)
const error = (fields: Record<string, unknown>) => json({error: fields})
const CHALLENGE = '<!DOCTYPE html><html><head><title>Just a moment...</title><script>challenge-platform</script></html>'

/** status, headers, body → whose fault, kind, and what else is known. */
const ROWS: readonly (readonly [number, Record<string, string>, string, Record<string, unknown>])[] = [
  [
    429,
    {},
    error({type: 'usage_limit_reached', message: 'x', plan_type: 'plus', resets_at: 1764003600}),
    {blame: 'account', kind: 'usage-limit', scope: 'account', plan: 'plus', retryAt: 1764003600000},
  ],
  [
    429,
    {'x-codex-active-limit': 'bengalfox'},
    error({type: 'usage_limit_reached', resets_in_seconds: 90}),
    {blame: 'account', kind: 'usage-limit', scope: 'model', retryAt: NOW + 90_000},
  ],
  [
    429,
    {
      'x-codex-active-limit': 'premium',
      'x-codex-primary-used-percent': '100',
      'x-codex-primary-window-minutes': '300',
      'x-codex-primary-reset-at': '1764001000',
      'x-codex-secondary-used-percent': '30',
      'x-codex-secondary-window-minutes': '10080',
      'x-codex-secondary-reset-at': '1764500000',
    },
    error({type: 'usage_limit_reached', message: 'x'}),
    {blame: 'account', kind: 'usage-limit', scope: 'account', retryAt: 1764001000000},
  ],
  [429, {}, error({type: 'usage_not_included', message: 'x'}), {blame: 'account', kind: 'no-codex-plan'}],
  [
    429,
    {},
    error({code: 'rate_limit_exceeded', message: 'Rate limit reached. Please try again in 1.2s.'}),
    {blame: 'account', kind: 'throttled', retryAt: NOW + 1200},
  ],
  [
    429,
    {},
    error({code: 'rate_limit_exceeded', message: 'Please try again in 1m30s300ms'}),
    {kind: 'throttled', retryAt: NOW + 90_300},
  ],
  [429, {}, error({code: 'rate_limit_exceeded', message: 'try again in 300ms'}), {retryAt: NOW + 300}],
  [429, {'retry-after': '7'}, '', {blame: 'account', kind: 'throttled', retryAt: NOW + 7000}],
  [429, {}, error({type: 'usage_limit_reached', resets_at: '2025-11-24T17:00:00Z'}), {retryAt: 1764003600000}],
  [429, {}, error({type: 'usage_limit_reached', resets_at: 1764003600000}), {retryAt: 1764003600000}],
  [
    429,
    {},
    error({type: 'usage_limit_reached', resets_at: 1763990000, resets_in_seconds: 90}),
    {retryAt: NOW + 90_000},
  ],
  [429, {'retry-after': '60'}, error({type: 'usage_limit_reached', resets_at: 1763990000}), {retryAt: NOW + 60_000}],
  [429, {}, error({type: 'usage_limit_reached', resets_at: 1763990000}), {retryAt: 1763990000000}],
  [429, {'retry-after-ms': '250'}, '{}', {kind: 'throttled', retryAt: NOW + 250}],
  [429, {'retry-after': 'Mon, 24 Nov 2025 17:00:00 GMT'}, '', {kind: 'throttled', retryAt: 1764003600000}],
  [429, {}, error({code: 'insufficient_quota', message: 'x'}), {blame: 'account', kind: 'no-credits'}],
  [402, {}, error({code: 'credit_balance_exhausted'}), {blame: 'account', kind: 'no-credits'}],
  [429, {}, error({code: 'organization_spend_limit_exceeded'}), {kind: 'no-credits'}],
  [429, {}, error({code: 'project_spend_limit_exceeded'}), {kind: 'no-credits'}],
  [429, {}, error({code: 'organization_usage_limit_exceeded'}), {kind: 'no-credits'}],
  [401, {}, error({code: 'token_expired'}), {blame: 'account', kind: 'token-expired'}],
  [401, {}, json({detail: 'Unauthorized'}), {blame: 'account', kind: 'token-expired'}],
  [401, {}, error({code: 'token_invalidated'}), {blame: 'account', kind: 'revoked'}],
  [401, {}, error({code: 'token_revoked'}), {blame: 'account', kind: 'revoked'}],
  [
    401,
    {'x-error-json': Buffer.from(error({code: 'token_revoked'})).toString('base64')},
    '',
    {blame: 'account', kind: 'revoked'},
  ],
  [401, {}, error({message: 'Your OpenAI account has been deactivated'}), {blame: 'account', kind: 'deactivated'}],
  [402, {}, json({detail: {code: 'deactivated_workspace'}}), {blame: 'account', kind: 'deactivated'}],
  [403, {'content-type': 'text/html; charset=UTF-8'}, CHALLENGE, {blame: 'upstream', kind: 'network-blocked'}],
  [
    429,
    {'content-type': 'text/html; charset=UTF-8', 'retry-after': '7'},
    '<!DOCTYPE html><title>You are being rate limited</title>',
    {
      blame: 'upstream',
      kind: 'address-throttled',
      message: "The upstream throttles this machine's address.",
      status: 429,
      retryAt: NOW + 7000,
    },
  ],
  [429, {}, 'error code: 1015', {blame: 'upstream', kind: 'address-throttled'}],
  [429, {}, CHALLENGE, {blame: 'upstream', kind: 'network-blocked'}],
  [403, {'cf-mitigated': 'challenge'}, '', {blame: 'upstream', kind: 'network-blocked'}],
  [403, {}, 'error code: 1020', {blame: 'upstream', kind: 'network-blocked'}],
  [403, {}, json({detail: 'Forbidden'}), {blame: 'account', kind: 'no-codex-plan'}],
  [401, {'x-openai-authorization-error': 'token_invalidated'}, '', {blame: 'account', kind: 'revoked'}],
  [
    403,
    {},
    error({code: 'unsupported_country_region_territory', message: 'x'}),
    {blame: 'upstream', kind: 'region-blocked'},
  ],
  [
    400,
    {},
    json({detail: "The 'gpt-5.5' model is not supported when using Codex with a ChatGPT account."}),
    {blame: 'account', kind: 'model-denied', scope: 'model'},
  ],
  [
    400,
    {},
    json({detail: "The 'gpt-6-sol' model requires a newer version of Codex."}),
    {blame: 'request', kind: 'outdated-client'},
  ],
  [400, {}, error({code: 'context_length_exceeded', message: 'x'}), {blame: 'request', kind: 'context-overflow'}],
  [
    400,
    {},
    json({detail: 'Your input exceeds the context window of this model.'}),
    {blame: 'request', kind: 'context-overflow'},
  ],
  [
    400,
    {},
    error({
      message:
        "This model's maximum context length is 272,000 tokens. However, your messages resulted in 310422 tokens.",
    }),
    {kind: 'context-overflow', tokens: {used: 310422, limit: 272000}},
  ],
  [
    400,
    {},
    error({message: 'prompt is too long: 210000 tokens > 200000 maximum'}),
    {kind: 'context-overflow', tokens: {used: 210000, limit: 200000}},
  ],
  [
    400,
    {},
    error({type: 'exceed_context_size_error', message: 'too big', n_prompt_tokens: 9000, n_ctx: 8192}),
    {kind: 'context-overflow', tokens: {used: 9000, limit: 8192}},
  ],
  [400, {}, error({code: 'previous_response_not_found', message: 'x'}), {blame: 'request', kind: 'missing-history'}],
  [400, {}, error({code: 'invalid_encrypted_content'}), {blame: 'request', kind: 'stale-replay'}],
  [
    400,
    {},
    error({message: 'The encrypted content gAAA could not be verified.'}),
    {blame: 'request', kind: 'stale-replay'},
  ],
  [
    404,
    {},
    error({message: "Item with id 'rs_1' not found. Items are not persisted when `store` is set to false."}),
    {blame: 'request', kind: 'stale-replay'},
  ],
  ...['invalid_prompt', 'cyber_policy', 'bio_policy', 'misalignment', 'content_policy'].map(
    (code) => [400, {}, error({code, message: 'x'}), {blame: 'request', kind: 'policy'}] as const,
  ),
  [400, {}, json({detail: 'Unsupported parameter: top_k'}), {blame: 'request', kind: 'invalid-request'}],
  [
    400,
    {},
    error({type: 'invalid_request_error', code: 'invalid_value', message: 'bad image'}),
    {blame: 'request', kind: 'invalid-request'},
  ],
  [400, {}, error({code: 'string_above_max_length'}), {blame: 'request', kind: 'invalid-request'}],
  [
    400,
    {},
    error({code: 'invalid_json_schema', message: "Invalid schema for response_format 'x'", param: 'text.format'}),
    {blame: 'request', kind: 'refused-format'},
  ],
  [
    400,
    {},
    error({
      code: 'invalid_function_parameters',
      message: "Invalid schema for function 'mcp__x': array schema missing items.",
      param: 'tools[3].parameters',
    }),
    {blame: 'request', kind: 'refused-tool', tool: {name: 'mcp__x', index: 3}},
  ],
  [
    400,
    {},
    error({code: 'invalid_function_parameters', message: 'x', param: 'tools[0].function.parameters'}),
    {blame: 'request', kind: 'refused-tool', tool: {index: 0}},
  ],
  [
    400,
    {},
    json({detail: "Invalid schema for function 'a': x"}),
    {blame: 'request', kind: 'refused-tool', tool: {name: 'a'}},
  ],
  [422, {}, json({detail: [{loc: ['body'], msg: 'field required'}]}), {blame: 'request', kind: 'invalid-request'}],
  [404, {}, error({code: 'model_not_found'}), {blame: 'account', kind: 'model-denied', scope: 'model'}],
  [413, {}, '<html><body>413 Request Entity Too Large</body></html>', {blame: 'request', kind: 'request-too-large'}],
  [400, {}, error({code: 'message_too_big'}), {blame: 'request', kind: 'request-too-large'}],
  [500, {}, '', {blame: 'upstream', kind: 'server-error'}],
  [502, {'content-type': 'text/html'}, '<html>Bad gateway</html>', {blame: 'upstream', kind: 'server-error'}],
  [504, {}, 'upstream request timeout', {blame: 'upstream', kind: 'server-error'}],
  [520, {}, 'error code: 520', {blame: 'upstream', kind: 'server-error'}],
  [503, {}, error({code: 'server_is_overloaded', message: 'x'}), {blame: 'upstream', kind: 'overloaded'}],
  [503, {'retry-after': '2'}, error({code: 'slow_down'}), {kind: 'overloaded', retryAt: NOW + 2000}],
  [529, {}, '', {blame: 'upstream', kind: 'overloaded'}],
  [
    400,
    {},
    error({message: 'Selected model is at capacity. Please try a different model.'}),
    {blame: 'upstream', kind: 'at-capacity', scope: 'model'},
  ],
  [408, {}, '', {blame: 'upstream', kind: 'timeout'}],
  [302, {}, '', {blame: 'upstream', kind: 'network-blocked'}],
]

describe('openai-responses: read-error', () => {
  for (const [status, headers, body, expected] of ROWS) {
    it(`${status} ${body.slice(0, 60)} ${Object.keys(headers)[0] ?? ''} → ${expected.kind ?? 'retryAt'}`, () => {
      const fault = readError({status, headers, body}, NOW)
      expect({...fault, ...expected}).to.deep.equal(fault)
      expect(fault.status).to.equal(status)
    })
  }

  it('quotes the upstream in one short line, without keys', () => {
    const message = `Incorrect\n\nkey sk-proj-abcdefghijkl and eyJhbGciOi.eyJzdWIi ${'x'.repeat(900)}`
    const fault = readError({status: 400, headers: {}, body: error({message})}, NOW)
    expect(fault.message).to.match(/^The upstream refused the request: Incorrect key \[hidden\] and \[hidden\] x+…$/)
    expect(fault.message.length).to.be.below(450)
  })

  it('never lets HTML out', () => {
    const html = fc.constantFrom(CHALLENGE, '<html>\n<b>no</b></html>', '  <!doctype html><p>x')
    fc.assert(
      fc.property(fc.integer({min: 300, max: 599}), html, (status, body) => {
        expect(readError({status, headers: {}, body}, NOW).message).not.to.include('<')
      }),
    )
  })

  it('makes something of any reply', () => {
    fc.assert(
      fc.property(fc.integer({min: 100, max: 599}), fc.oneof(fc.string(), fc.json()), (status, body) => {
        const fault = readError({status, headers: {}, body}, NOW)
        expect(fault.message).not.to.equal('')
        expect(['request', 'account', 'upstream']).to.include(fault.blame)
      }),
    )
  })
})

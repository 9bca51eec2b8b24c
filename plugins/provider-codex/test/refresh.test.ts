import {expect} from 'chai'
import type {FaultKind, Tokens} from '../../../src/contract/index.js'
import {systemClock} from '../../../src/kit/clock.js'
import {JOHN} from '../../../test/openai/index.js'
import {endpointOf} from '../src/endpoint.js'
import {refresh, revoke} from '../src/refresh.js'
import {kitOf, refusalOf, useOpenAi} from './scene.js'

const NEVER = new AbortController().signal
const CLIENT = 'app_EMoamEEZ73f0CkXaXp7hrann'
const NOW = Date.UTC(2026, 0, 1)

/** What the issuer says of a sign-in that is over. */
const DEAD: readonly (readonly [code: string, kind: FaultKind, message: string])[] = [
  ['refresh_token_expired', 'needs-reauth', 'The sign-in is too old.'],
  ['refresh_token_reused', 'needs-reauth', 'Another program used its refresh token.'],
  ['refresh_token_invalidated', 'revoked', 'The sign-in was ended at OpenAI.'],
  ['refresh_token_revoked', 'revoked', 'The sign-in was revoked at OpenAI.'],
  ['app_session_terminated', 'revoked', 'The sign-in was ended at OpenAI.'],
  ['account_deactivated', 'deactivated', 'OpenAI deactivated the account.'],
  ['deactivated_workspace', 'deactivated', 'OpenAI deactivated the workspace.'],
  ['invalid_grant', 'needs-reauth', 'OpenAI no longer accepts the sign-in.'],
]
const PAGE = '<!DOCTYPE html><html><title>Just a moment...</title></html>'

describe('provider-codex: refreshing', () => {
  const openai = useOpenAi()
  const kit = () => kitOf(openai().env, {clock: {...systemClock, now: () => NOW}})
  const renew = (tokens: Tokens) => refresh(tokens, endpointOf(openai().env), kit(), NEVER)
  const answer = (status: number, body: unknown, type?: string, headers?: Record<string, string>) => {
    openai().issuer.faults.push({status, body, type, headers})
    return refusalOf(renew({accessToken: 'at-0', refreshToken: 'rt-0'}))
  }

  it('asks as an OAuth client does, and keeps what the reply leaves out', async () => {
    const {access_token, refresh_token, id_token} = openai().issue(JOHN)
    const tokens: Tokens = {
      accessToken: access_token,
      refreshToken: refresh_token,
      idToken: id_token,
      expiresAt: 1,
      accountId: 'acct-john',
      email: 'john@example.com',
      fields: {x: 'y'},
    }
    const {expiresAt, ...renewed} = await renew(tokens)
    const [asked] = openai().requests
    expect(asked?.body).to.deep.equal({grant_type: 'refresh_token', client_id: CLIENT, refresh_token})
    expect(renewed.refreshToken).not.to.equal(refresh_token)
    expect(openai().issuer.check(renewed.accessToken)).to.equal(JOHN)
    const {accessToken, refreshToken, idToken} = renewed
    expect(renewed).to.deep.equal({
      accessToken,
      refreshToken,
      idToken,
      accountId: 'acct-john',
      email: 'john@example.com',
      fields: {x: 'y'},
    } satisfies Tokens)
    expect(expiresAt).to.equal(NOW + 864_000_000)
  })

  for (const [what, body, expected] of [
    ['nothing else', {}, {refreshToken: 'rt-0', idToken: 'it-0', expiresAt: undefined}],
    ['empty ones', {refresh_token: '', id_token: ' '}, {refreshToken: 'rt-0', idToken: 'it-0', expiresAt: undefined}],
    [
      'all',
      {refresh_token: 'rt-1', id_token: 'it-1', expires_in: 60},
      {refreshToken: 'rt-1', idToken: 'it-1', expiresAt: NOW + 60_000},
    ],
  ] as const)
    it(`takes a new access token that comes with ${what}`, async () => {
      openai().issuer.faults.push({status: 200, body: {access_token: 'at-1', ...body}})
      expect(await renew({accessToken: 'at-0', refreshToken: 'rt-0', idToken: 'it-0', expiresAt: 1})).to.deep.equal({
        accessToken: 'at-1',
        ...expected,
      })
    })

  it('takes a new refresh token that comes alone', async () => {
    openai().issuer.faults.push({status: 200, body: {refresh_token: 'rt-1', expires_in: 60}})
    const before = {accessToken: 'at-0', refreshToken: 'rt-0', idToken: 'it-0', expiresAt: 1}
    expect(await renew(before)).to.deep.equal({...before, refreshToken: 'rt-1'})
  })

  for (const [code, kind, message] of DEAD)
    it(`takes ${code} as the end, wherever it stands and whatever the status`, async () => {
      const shapes: readonly (readonly [number, unknown])[] = [
        [401, {error: {code, message: 'No.', type: 'invalid_request_error'}}],
        [400, {error: code, error_description: 'No.'}],
        [401, {code, message: 'No.'}],
        [403, {error: {code}}],
      ]
      for (const [status, body] of shapes)
        expect(await answer(status, body)).to.deep.equal({blame: 'account', kind, message, status})
    })

  it('takes every other 400 and 401 as the end too, as Codex does', async () => {
    const ended = (status: number, message: string) => ({blame: 'account', kind: 'needs-reauth', message, status})
    expect([
      await answer(400, {error: 'invalid_request'}),
      await answer(401, {error: {code: 'constructor'}}),
      await answer(401, {error: {message: 'No.'}}),
      await answer(401, ''),
      await answer(400, 'no JSON at all', 'text/plain'),
      await answer(401, [1]),
    ]).to.deep.equal([
      ended(400, 'OpenAI refused the sign-in (invalid_request).'),
      ended(401, 'OpenAI refused the sign-in (constructor).'),
      ended(401, 'OpenAI refused the sign-in.'),
      ended(401, 'OpenAI refused the sign-in.'),
      ended(400, 'OpenAI refused the sign-in.'),
      ended(401, 'OpenAI refused the sign-in.'),
    ])
  })

  it('lets everything else pass, with the time that it names', async () => {
    const passing = (status: number, more = {}) => ({
      blame: 'upstream',
      kind: 'server-error',
      message: `OpenAI's sign-in server answered ${status}.`,
      status,
      ...more,
    })
    expect([
      await answer(403, {error: {code: 'access_denied'}}),
      await answer(408, {}),
      await answer(429, {}, undefined, {'retry-after': '30'}),
      await answer(429, {}, undefined, {'retry-after': 'soon'}),
      await answer(500, 'oops', 'text/plain'),
      await answer(503, {}, undefined, {'retry-after': '0'}),
      await answer(302, {}, undefined, {location: 'https://elsewhere.test/'}),
      await answer(200, {}),
      await answer(200, {access_token: ''}),
    ]).to.deep.equal([
      passing(403),
      passing(408),
      passing(429, {retryAt: NOW + 30_000}),
      passing(429),
      passing(500),
      passing(503),
      passing(302),
      passing(200),
      passing(200),
    ])
  })

  it('blames the network for a web page, and the region for a region', async () => {
    const blocked = (status: number, kind: FaultKind = 'network-blocked') => ({
      blame: 'upstream',
      kind,
      message: `Something else answered in place of OpenAI's sign-in server (status ${status}): a proxy, a login page of the network or a block stands between.`,
      status,
    })
    const region = {
      blame: 'upstream',
      kind: 'region-blocked',
      message: 'OpenAI does not serve the country or region that this network belongs to.',
    }
    expect([
      await answer(403, PAGE, 'text/html; charset=UTF-8'),
      await answer(401, `\n ${PAGE}`, 'application/json'),
      await answer(400, '', 'TEXT/HTML'),
      await answer(200, PAGE, 'text/html'),
      await answer(502, PAGE, 'text/html'),
      await answer(403, {error: {code: 'unsupported_country_region_territory'}}),
      await answer(400, {error: 'unsupported_country_region_territory'}),
    ]).to.deep.equal([
      blocked(403),
      blocked(401),
      blocked(400),
      blocked(200),
      blocked(502, 'server-error'),
      {...region, status: 403},
      {...region, status: 400},
    ])
  })

  it('says so when nobody answers', async () => {
    const {port} = openai()
    await openai().kill()
    expect(await refusalOf(renew({accessToken: 'a', refreshToken: 'r'}))).to.deep.equal({
      blame: 'upstream',
      kind: 'network',
      message: `127.0.0.1:${port} refused the connection (ECONNREFUSED).`,
    })
  })
})

describe('provider-codex: revoking', () => {
  const openai = useOpenAi()
  const end = (tokens: Tokens) => revoke(tokens, endpointOf(openai().env), kitOf(openai().env), NEVER)
  const asked = () => openai().requests.map(({method, path, body}) => [method, path, body])

  it('ends the sign-in by its refresh token, or by the access token where there is none', async () => {
    const {access_token: accessToken, refresh_token: refreshToken} = openai().issue(JOHN)
    await end({accessToken, refreshToken})
    expect(openai().issuer.check(accessToken)).to.equal('token_invalidated')
    const other = openai().issue(JOHN).access_token
    await end({accessToken: other})
    expect(openai().issuer.check(other)).to.equal('token_invalidated')
    expect(asked()).to.deep.equal([
      ['POST', '/oauth/revoke', {token: refreshToken, token_type_hint: 'refresh_token', client_id: CLIENT}],
      ['POST', '/oauth/revoke', {token: other, token_type_hint: 'access_token'}],
    ])
  })

  it('says so when the issuer did not take it', async () => {
    const env = {CCS_CODEX_ISSUER: `${openai().url}/nowhere`}
    const fault = await refusalOf(revoke({accessToken: 'a'}, endpointOf(env), kitOf(env), NEVER))
    expect(fault).to.deep.equal({
      blame: 'upstream',
      kind: 'server-error',
      message: "OpenAI's sign-in server answered 404.",
      status: 404,
    })
  })
})

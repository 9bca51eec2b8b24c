import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {expect} from 'chai'
import {isTurnError} from '../../../src/errors/turn-error.js'
import {systemClock} from '../../../src/kit/clock.js'
import {poll, start} from '../src/device.js'
import {kitOf, refusalOf} from './scene.js'

const NEVER = new AbortController().signal
const NOW = Date.UTC(2026, 0, 1)
const PAGE = '<!DOCTYPE html><html><title>Just a moment...</title></html>'

/** An answer of the issuer, and what is made of it. */
interface Case {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

describe('provider-codex: a device code', () => {
  let issuer: Server
  let answer: Case = {status: 200, body: {}}
  let seen: unknown[] = []
  const url = () => `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`
  const kit = () => kitOf({CCS_CODEX_ISSUER: url()}, {clock: {...systemClock, now: () => NOW}})
  const started = () => start(url(), kit(), NEVER)
  const polled = () => poll('dev-1 ABCD-1', url(), kit(), NEVER)

  beforeEach(async () => {
    seen = []
    issuer = createServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
      seen.push([request.url, JSON.parse(Buffer.concat(chunks).toString())])
      const {status, body, headers} = answer
      response.writeHead(status, {'content-type': 'application/json', ...headers})
      response.end(typeof body === 'string' ? body : JSON.stringify(body))
    })
    await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve))
  })
  afterEach(() => void issuer.close())

  it('is asked for, and read in both spellings', async () => {
    const codes = []
    for (const body of [
      {device_auth_id: 'dev-1', user_code: 'ABCD-1', interval: '3'},
      {device_auth_id: 'dev-1', usercode: 'ABCD-1', interval: 7, expires_in: 60},
      {device_auth_id: 'dev-1', user_code: 'ABCD-1'},
    ]) {
      answer = {status: 200, body}
      codes.push(await started())
    }
    const code = (intervalSeconds: number, expiresInSeconds: number) => ({
      userCode: 'ABCD-1',
      handle: 'dev-1 ABCD-1',
      intervalSeconds,
      expiresInSeconds,
    })
    expect(codes).to.deep.equal([code(3, 900), code(7, 60), code(5, 900)])
    expect(seen[0]).to.deep.equal(['/api/accounts/deviceauth/usercode', {client_id: 'app_EMoamEEZ73f0CkXaXp7hrann'}])
  })

  it('is waited for until it was typed', async () => {
    const answers = []
    for (const one of [
      {status: 403, body: {error: {code: 'deviceauth_authorization_pending'}}},
      {status: 404, body: ''},
      {status: 200, body: {authorization_code: 'ac-1', code_verifier: 'v-1', code_challenge: 'c-1'}},
    ]) {
      answer = one
      answers.push(await polled())
    }
    const redirectUri = `${url()}/deviceauth/callback`
    expect(answers).to.deep.equal([undefined, undefined, {code: 'ac-1', verifier: 'v-1', redirectUri}])
    expect(seen[0]).to.deep.equal(['/api/accounts/deviceauth/token', {device_auth_id: 'dev-1', user_code: 'ABCD-1'}])
  })

  const faultOf = (work: Promise<unknown>) =>
    work.then(
      () => 'no fault',
      (error) => (isTurnError(error) ? refusalOf(Promise.reject(error)) : error.message),
    )
  const passing = (status: number, more = {}) => ({
    blame: 'upstream',
    kind: 'server-error',
    message: `OpenAI's sign-in server answered ${status}.`,
    status,
    ...more,
  })
  const blocked = (status: number, kind = 'network-blocked') => ({
    blame: 'upstream',
    kind,
    message: `Something else answered in place of OpenAI's sign-in server (status ${status}): a proxy, a login page of the network or a block stands between.`,
    status,
  })
  const REGION = {
    blame: 'upstream',
    kind: 'region-blocked',
    message: 'OpenAI does not serve the country or region that this network belongs to.',
    status: 403,
  }
  const gaveNone = (status: number) => `The issuer gave no device code (status ${status}).`
  const ended = (status: number) => `The issuer ended the device sign-in (status ${status}).`
  const html = {'content-type': 'text/html'}

  /** The answer, what it is at the start, what it is later; a sentence is the issuer's own refusal. */
  const CASES: readonly (readonly [Case, unknown, unknown])[] = [
    [{status: 400, body: {error: {code: 'bad'}}}, gaveNone(400), ended(400)],
    [{status: 401, body: {error: {code: 'no'}}}, gaveNone(401), ended(401)],
    [{status: 404, body: '<h1>Not Found</h1>', headers: html}, gaveNone(404), blocked(404)],
    [{status: 403, body: {error: {code: 'forbidden'}}}, gaveNone(403), 'no fault'],
    [{status: 403, body: PAGE, headers: html}, blocked(403), blocked(403)],
    [{status: 403, body: {error: {code: 'unsupported_country_region_territory'}}}, REGION, REGION],
    [{status: 200, body: PAGE, headers: html}, blocked(200), blocked(200)],
    [{status: 200, body: {}}, passing(200), passing(200)],
    [{status: 400, body: 'bad request'}, passing(400), passing(400)],
    [{status: 429, body: {}}, passing(429), passing(429)],
    [
      {status: 429, body: {}, headers: {'retry-after': '7'}},
      passing(429, {retryAt: NOW + 7000}),
      passing(429, {retryAt: NOW + 7000}),
    ],
    [{status: 500, body: 'oops'}, passing(500), passing(500)],
    [{status: 503, body: PAGE, headers: html}, blocked(503, 'server-error'), blocked(503, 'server-error')],
  ]
  for (const [given, atStart, later] of CASES)
    it(`tells a refusal from a fault of the way there: ${given.status} ${JSON.stringify(given.body)}`, async () => {
      answer = given
      expect([await faultOf(started()), await faultOf(polled())]).to.deep.equal([atStart, later])
    })
})

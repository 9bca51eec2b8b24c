import type {DeviceSignIn, Kit} from 'ccs/plugin'
import {CLIENT_ID} from './client-id.js'
import {fieldsOf, numberOf, parse, textOf} from './fields.js'
import {faultBetween, type IssuerReply, passing} from './issuer-faults.js'

/** Seconds that a device code lasts. */
const LIFE = 15 * 60
/** Device sign-in is off, at the start; the code was not typed yet, later on. */
const NOT_FOUND = 404
/** The code was not typed yet. */
const FORBIDDEN = 403

export async function start(issuer: string, kit: Kit, signal: AbortSignal): ReturnType<DeviceSignIn['start']> {
  const reply = await post('usercode', {client_id: CLIENT_ID}, {issuer, kit, signal})
  const body = fieldsOf(reply.body)
  const handle = textOf(body.device_auth_id)
  const userCode = textOf(body.user_code) ?? textOf(body.usercode)
  const refusal = `The issuer gave no device code (status ${reply.status}).`
  if (reply.status === NOT_FOUND) throw new Error(refusal)
  if (!isOk(reply) || handle === undefined || userCode === undefined) throw faultOf(reply, refusal, kit)
  const expiresInSeconds = numberOf(body.expires_in) ?? LIFE
  return {userCode, handle: `${handle} ${userCode}`, intervalSeconds: numberOf(body.interval) ?? 5, expiresInSeconds}
}

export async function poll(
  handle: string,
  issuer: string,
  kit: Kit,
  signal: AbortSignal,
): ReturnType<DeviceSignIn['poll']> {
  const [device_auth_id, user_code] = handle.split(' ')
  const reply = await post('token', {device_auth_id, user_code}, {issuer, kit, signal})
  const isPending = reply.status === FORBIDDEN || reply.status === NOT_FOUND
  if (isPending && faultBetween(reply) === undefined) return undefined
  const body = fieldsOf(reply.body)
  const code = textOf(body.authorization_code)
  const verifier = textOf(body.code_verifier)
  if (!isOk(reply) || code === undefined || verifier === undefined)
    throw faultOf(reply, `The issuer ended the device sign-in (status ${reply.status}).`, kit)
  return {code, verifier, redirectUri: `${issuer}/deviceauth/callback`}
}

interface Asking {
  readonly issuer: string
  readonly kit: Kit
  readonly signal: AbortSignal
}

async function post(path: string, body: object, {issuer, kit, signal}: Asking): Promise<IssuerReply> {
  const reply = await kit.http.request({
    method: 'POST',
    url: `${issuer}/api/accounts/deviceauth/${path}`,
    headers: {'content-type': 'application/json', accept: 'application/json'},
    body: JSON.stringify(body),
    signal,
  })
  const text = await reply.text()
  return {status: reply.status, headers: reply.headers, text, body: parse(text)}
}

/** The issuer's own refusal is a plain error: the host says with it what may allow the sign-in. */
function faultOf(reply: IssuerReply, refusal: string, kit: Kit): Error {
  const isRefusal = reply.status >= 400 && reply.status < 500 && reply.status !== 429 && reply.body !== undefined
  const between = faultBetween(reply)
  if (between === undefined && isRefusal) return new Error(refusal)
  return kit.turnError(between ?? passing(reply, kit.clock.now()))
}

function isOk({status}: IssuerReply): boolean {
  return status >= 200 && status < 300
}

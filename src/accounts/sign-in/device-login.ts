import type {DeviceSignIn, OAuthSignIn} from '../../contract/index.js'
import {CcsError, EXIT} from '../../errors/ccs-error.js'
import {isTurnError} from '../../errors/turn-error.js'
import {exchangeCode, type Grant} from './exchange-code.js'
import type {Login, LoginContext, LoginWish} from './login.js'
import {type Outcome, openOutcome} from './login-outcome.js'
import {makeLogin} from './make-login.js'
import {noSuchWay} from './sign-in-faults.js'

/** A code that is typed on another device; this side asks until it was. */
export async function startDeviceLogin(context: LoginContext, wish: LoginWish, signIn: OAuthSignIn): Promise<Login> {
  const {device} = signIn
  if (device === undefined) throw noSuchWay(context.provider, 'with a device code')
  const started = await start(device, context)
  const outcome = await openOutcome(context, wish, {lifetime: started.expiresInSeconds * 1000})
  void follow(started, {device, signIn, outcome, context}).catch((error) => outcome.fail(error))
  return makeLogin(outcome, {
    method: 'device',
    userCode: started.userCode,
    verificationPage: device.verificationPage,
    finish: async () => {
      throw noSuchWay(context.provider, 'that a device code could be finished with')
    },
  })
}

type Started = Awaited<ReturnType<DeviceSignIn['start']>>

interface Following {
  readonly device: DeviceSignIn
  readonly signIn: OAuthSignIn
  readonly outcome: Outcome
  readonly context: LoginContext
}

async function start(device: DeviceSignIn, {provider}: LoginContext): Promise<Started> {
  try {
    return await device.start(new AbortController().signal)
  } catch (error) {
    throw isTurnError(error) ? error : ended(error as Error, provider.id, device.hint)
  }
}

async function follow(started: Started, {device, signIn, outcome, context}: Following): Promise<void> {
  const {provider, host} = context
  const {signal} = outcome
  for (;;) {
    await host.clock.wait(started.intervalSeconds * 1000, signal)
    const grant = await poll(device, started.handle, context, signal)
    if (grant === undefined) continue
    const {http} = await host.kit(provider.id)
    const tokens = await exchangeCode(grant, {provider, signIn, http, now: host.clock.now, signal})
    outcome.succeed(await outcome.keep(tokens))
    return
  }
}

/** A network that fails for a moment does not end the wait; any answer that is no "not yet" does. */
async function poll(
  device: DeviceSignIn,
  handle: string,
  {provider}: LoginContext,
  signal: AbortSignal,
): Promise<Grant | undefined> {
  try {
    return await device.poll(handle, signal)
  } catch (error) {
    if (!isTurnError(error)) throw ended(error as Error, provider.id, device.hint)
    if (error.blame === 'upstream' && error.status === undefined) return undefined
    throw error
  }
}

function ended({message}: Error, provider: string, hint: string): CcsError {
  return new CcsError(message, {
    code: 'device_sign_in_refused',
    exit: EXIT.signIn,
    hint,
    command: `ccs ${provider} --headless`,
  })
}

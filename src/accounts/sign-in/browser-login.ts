import type {OAuthSignIn} from '../../contract/index.js'
import {explainError} from '../../errors/explain-error.js'
import {answerCallback, type Verdict} from './answer-callback.js'
import {type Authorization, makeAuthorization} from './authorize.js'
import {bindPort} from './bind-port.js'
import {exchangeCode} from './exchange-code.js'
import type {Login, LoginContext, LoginWish, SignedIn} from './login.js'
import {type Outcome, openOutcome} from './login-outcome.js'
import {makeLogin} from './make-login.js'
import {readAnswer} from './read-answer.js'
import {superseded} from './sign-in-faults.js'

/** Milliseconds for a person to finish in the browser. */
const LIFETIME = 10 * 60_000

/** Authorization code with PKCE. The port is bound before there is an address to show. */
export async function startBrowserLogin(context: LoginContext, wish: LoginWish, signIn: OAuthSignIn): Promise<Login> {
  const {ports, path} = signIn.redirect
  let receive = async (_query: string): Promise<Verdict> => TOO_EARLY
  let giveWay = (): void => undefined
  const desk = {path, receive: (query: string) => receive(query), giveWay: () => giveWay()}
  const {port, notes, close} = await bindPort(ports, answerCallback(desk), context.host.clock)
  try {
    const authorization = await makeAuthorization(signIn, port ?? ports[0] ?? 0)
    const outcome = await openOutcome(context, wish, {lifetime: LIFETIME, close})
    const trade = tradeOnce(authorization, outcome, signIn, context)
    receive = (query) => receiveBrowser(query, {authorization, outcome, trade, context})
    giveWay = () => outcome.fail(superseded(context.provider))
    return makeLogin(outcome, {
      method: wish.method,
      authorizeUrl: authorization.url,
      port,
      notes,
      async finish(answer) {
        const {code} = readAnswer(answer, authorization.state, {strict: false})
        outcome.succeed(await trade(code).catch((error) => endIfStranger(error, outcome)))
      },
    })
  } catch (error) {
    await close()
    throw error
  }
}

const TOO_EARLY: Verdict = {status: 503, heading: 'Too early', text: 'No sign-in is under way yet.'}

type Trade = (code: string) => Promise<SignedIn>

/** A browser may ask twice, and the same answer may be pasted: one code is traded once. */
function tradeOnce(
  {verifier, redirectUri}: Authorization,
  outcome: Outcome,
  signIn: OAuthSignIn,
  {provider, host}: LoginContext,
): Trade {
  const running = new Map<string, Promise<SignedIn>>()
  const trade = async (code: string): Promise<SignedIn> => {
    const {signal} = outcome
    const {http} = await host.kit(provider.id)
    const grant = {code, verifier, redirectUri}
    return outcome.keep(await exchangeCode(grant, {provider, signIn, http, now: host.clock.now, signal}))
  }
  return (code) => {
    const known = running.get(code) ?? trade(code)
    running.set(code, known)
    known.catch(() => running.delete(code))
    return known
  }
}

/** Statuses as Codex's own sign-in answers them; what is none of these is 500. */
const STATUSES: Readonly<Record<string, number>> = {
  state_mismatch: 400,
  code_missing: 400,
  sign_in_refused: 400,
  wrong_account: 409,
}
/** Anybody may come by with a wrong answer; that ends no sign-in. */
const HARMLESS = new Set(['state_mismatch', 'code_missing'])

async function receiveBrowser(
  query: string,
  {
    authorization,
    outcome,
    trade,
    context,
  }: {
    readonly authorization: Authorization
    readonly outcome: Outcome
    readonly trade: Trade
    readonly context: LoginContext
  },
): Promise<Verdict> {
  try {
    const signedIn = await trade(readAnswer(query, authorization.state, {strict: true}).code)
    return {
      status: 200,
      heading: 'Signed in',
      text: `ccs may use ${context.provider.title} as ${signedIn.account.email || signedIn.account.nickname}. This page can be closed.`,
      after: () => outcome.succeed(signedIn),
    }
  } catch (error) {
    const {code, message} = explainError(error)
    return {
      status: STATUSES[code] ?? 500,
      heading: 'Not signed in',
      text: message,
      after: () => void (HARMLESS.has(code) || outcome.fail(error)),
    }
  }
}

/** Somebody else's tokens are a verdict; any other pasted answer may be followed by a better one. */
function endIfStranger(error: unknown, outcome: Outcome): never {
  if (explainError(error).code === 'wrong_account') outcome.fail(error)
  throw error
}

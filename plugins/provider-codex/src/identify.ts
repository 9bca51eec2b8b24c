import type {Identity, Kit, Tokens} from 'ccs/plugin'
import {type Fields, fieldsOf, numberOf, textOf} from './fields.js'

/** Where OpenAI's tokens keep their own claims. */
const AUTH = 'https://api.openai.com/auth'
const PROFILE = 'https://api.openai.com/profile'

/** Reads who the tokens belong to. Nothing is verified: these come from our own files and the issuer's own replies. */
export function identify(tokens: Tokens, {oauth}: Pick<Kit, 'oauth'>): Identity {
  const all = [tokens.idToken, tokens.accessToken].map((token) => claimsOf(token, oauth))
  const auth = merge(all.map((claims) => fieldsOf(claims[AUTH])))
  const own = merge(all)
  const profile = merge(all.map((claims) => fieldsOf(claims[PROFILE])))
  const accountId = textOf(auth.chatgpt_account_id) ?? tokens.accountId
  if (accountId === undefined) throw new Error('the tokens name no ChatGPT account')
  const paidUntil = Date.parse(textOf(auth.chatgpt_subscription_active_until) ?? '')
  return {
    accountId,
    userId: textOf(auth.chatgpt_user_id) ?? textOf(auth.user_id) ?? textOf(own.sub) ?? tokens.email ?? '',
    email: textOf(own.email) ?? textOf(profile.email) ?? tokens.email ?? '',
    plan: textOf(auth.chatgpt_plan_type),
    ...(Number.isFinite(paidUntil) && {subscriptionEndsAt: paidUntil}),
  }
}

/** The earlier of what the reply and the token itself say; an opaque token without a word on it does not end. */
export function expiryOf(
  accessToken: string,
  expiresIn: unknown,
  {oauth, clock}: Pick<Kit, 'oauth' | 'clock'>,
): number | undefined {
  const exp = numberOf(claimsOf(accessToken, oauth).exp)
  const seconds = numberOf(expiresIn)
  const ends = [
    exp === undefined ? undefined : exp * 1000,
    seconds === undefined ? undefined : clock.now() + seconds * 1000,
  ]
  const known = ends.filter((end) => end !== undefined)
  return known.length === 0 ? undefined : Math.min(...known)
}

function claimsOf(token: string | undefined, oauth: Kit['oauth']): Fields {
  try {
    return token === undefined ? {} : oauth.claims(token)
  } catch {
    return {}
  }
}

/** The first that has a key wins. */
function merge(all: readonly Fields[]): Fields {
  return Object.assign({}, ...[...all].reverse()) as Fields
}

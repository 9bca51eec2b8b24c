import type {Json} from './json.js'
import type {Person} from './people.js'

const AUTH_CLAIM = 'https://api.openai.com/auth'
const PROFILE_CLAIM = 'https://api.openai.com/profile'

/** What the issuer says of a person; nobody checks the signature. */
export function makeIdToken(person: Person, issuer: string, now: number): string {
  return jwt({
    iss: issuer,
    aud: ['app_EMoamEEZ73f0CkXaXp7hrann'],
    sub: `auth0|${person.userId}`,
    email: person.email,
    email_verified: true,
    iat: seconds(now),
    exp: seconds(now) + 3600,
    [AUTH_CLAIM]: authClaim(person),
  })
}

export function makeAccessToken(
  person: Person,
  issuer: string,
  now: number,
  expiresAt: number,
  serial: number,
): string {
  return jwt({
    iss: issuer,
    aud: ['https://api.openai.com/v1'],
    client_id: 'app_EMoamEEZ73f0CkXaXp7hrann',
    jti: String(serial),
    scp: ['openid', 'profile', 'email', 'offline_access'],
    iat: seconds(now),
    exp: seconds(expiresAt),
    [AUTH_CLAIM]: authClaim(person),
    [PROFILE_CLAIM]: {email: person.email, email_verified: true},
  })
}

function authClaim(person: Person): Json {
  return {
    chatgpt_account_id: person.accountId,
    chatgpt_plan_type: person.plan,
    ...(person.paidUntil !== undefined && {chatgpt_subscription_active_until: person.paidUntil}),
    chatgpt_user_id: person.userId,
    user_id: person.userId,
    chatgpt_account_user_id: `${person.userId}__${person.accountId}`,
    organizations: [{id: 'org-standin', is_default: true, role: 'owner', title: 'Personal'}],
  }
}

function jwt(claims: Json): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({alg: 'RS256', typ: 'JWT', kid: 'standin'})}.${part(claims)}.${Buffer.from('not signed').toString('base64url')}`
}

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000)
}

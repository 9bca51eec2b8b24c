import {createHash} from 'node:crypto'
import type {Identity, Tokens} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {parseJson} from '../files/read-json.js'
import {expiryOf} from './jwt.js'

/** What one token file says, in CLIProxyAPI's key names. `raw` holds the keys that are not ours too. */
export interface TokenFile {
  readonly type: string
  readonly tokens: Tokens
  readonly email: string
  /** CLIProxyAPI's own way to take an account out of use. */
  readonly disabled: boolean
  readonly priority: number
  readonly lastRefresh: number | undefined
  /** The file of another program that keeps the same login: each refresh of one side shows on the other. */
  readonly sharedWith: string | undefined
  readonly raw: Readonly<Record<string, unknown>>
}

/** Throws, naming the file, for what is no token file. */
export function readTokenFile(text: string, file: string): TokenFile {
  const raw = parseJson(text, file)
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw notTokens(file, 'it holds no object')
  const fields = raw as Readonly<Record<string, unknown>>
  const accessToken = filled(fields.access_token)
  const refreshToken = filled(fields.refresh_token)
  if (accessToken === undefined && refreshToken === undefined) throw notTokens(file, 'it holds no token')
  return {
    type: filled(fields.type) ?? '',
    tokens: {
      accessToken: accessToken ?? '',
      refreshToken,
      idToken: filled(fields.id_token),
      expiresAt: accessToken === undefined ? 0 : earliest(time(fields.expired), expiryOf(accessToken)),
      accountId: filled(fields.account_id),
      email: filled(fields.email),
      fields: textFields(fields.fields),
    },
    email: filled(fields.email) ?? '',
    disabled: fields.disabled === true,
    priority: Number(fields.priority) || 0,
    lastRefresh: time(fields.last_refresh),
    sharedWith: filled(fields.shared_with),
    raw: fields,
  }
}

/** The file's new text: our keys change, foreign ones stay in their places. */
export function writeTokenFile(
  tokens: Tokens,
  context: {
    readonly type: string
    readonly identity: Identity
    readonly now: number
    readonly before?: Readonly<Record<string, unknown>>
  },
): string {
  const {type, identity, now, before = {}} = context
  const written = {
    ...before,
    type,
    access_token: tokens.accessToken,
    refresh_token: tokens.refreshToken,
    id_token: tokens.idToken,
    account_id: identity.accountId,
    email: identity.email,
    expired: tokens.expiresAt === undefined ? undefined : new Date(tokens.expiresAt).toISOString(),
    last_refresh: new Date(now).toISOString(),
    fields: tokens.fields,
  }
  return `${JSON.stringify(written, null, 2)}\n`
}

/** CLIProxyAPI's naming, so that it finds its own file again. `round` sets apart users of one workspace and e-mail. */
export function tokenFileName(provider: string, {accountId, email, plan}: Identity, round = 0): string {
  const hash = createHash('sha256').update(accountId).digest('hex').slice(0, 8)
  const parts = [hash, email.replace(/[^A-Za-z0-9@._+-]/g, '_'), slug(plan ?? ''), round === 0 ? '' : String(round + 1)]
  return `${provider}-${parts.filter((part) => part !== '').join('-')}.json`
}

function slug(plan: string): string {
  return plan
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

function notTokens(file: string, why: string): CcsError {
  return new CcsError(`${file} is no token file: ${why}.`, {
    code: 'invalid_token_file',
    exit: EXIT.usage,
    hint: 'The file was left as it is. Move it away and sign in again.',
    command: 'ccs codex --auth',
  })
}

function filled(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

function textFields(value: unknown): Readonly<Record<string, string>> | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

function time(value: unknown): number | undefined {
  const read = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(read) ? undefined : read
}

function earliest(...times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((one) => one !== undefined)
  return known.length === 0 ? undefined : Math.min(...known)
}

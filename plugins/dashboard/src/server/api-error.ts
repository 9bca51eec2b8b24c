/** What an API call answers when it cannot do what was asked. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly extra: Readonly<Record<string, unknown>>

  constructor(status: number, code: string, message: string, extra: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.status = status
    this.code = code
    this.extra = extra
  }
}

/** Codes that the host rejects with, and the status a browser gets for them; everything else is the host's own failure. */
const STATUS: Readonly<Record<string, number>> = {
  account_unknown: 404,
  account_ambiguous: 409,
  nickname_taken: 409,
  nickname_invalid: 422,
  variant_unknown: 404,
  variant_exists: 409,
  name_invalid: 422,
  name_reserved: 422,
  model_unknown: 422,
  suffix_unknown: 422,
  target_unknown: 422,
  provider_unknown: 404,
  login_unknown: 404,
  scope_unknown: 404,
  backup_unknown: 404,
  check_unknown: 404,
  invalid_file: 422,
  invalid_value: 422,
  changed_outside: 412,
}

/** Any failure as `{status, body}` in the one error shape; nothing of a foreign error but its sentence leaves. */
export function writeApiError(error: unknown): {readonly status: number; readonly body: unknown} {
  if (error instanceof ApiError) {
    return {status: error.status, body: {error: {code: error.code, message: error.message}, ...error.extra}}
  }
  const {code, message, hint, command} = hostFields(error)
  return {status: STATUS[code] ?? 500, body: {error: {code, message, hint, command}}}
}

function hostFields(error: unknown): {code: string; message: string; hint?: string; command?: string} {
  if (!(error instanceof Error)) return {code: 'internal', message: 'The dashboard failed.'}
  const fields = error as Error & {code?: unknown; hint?: unknown; command?: unknown}
  if (typeof fields.code !== 'string' || error.name !== 'CcsError')
    return {code: 'internal', message: 'The dashboard failed.'}
  return {
    code: fields.code,
    message: error.message,
    ...(typeof fields.hint === 'string' ? {hint: fields.hint} : {}),
    ...(typeof fields.command === 'string' ? {command: fields.command} : {}),
  }
}

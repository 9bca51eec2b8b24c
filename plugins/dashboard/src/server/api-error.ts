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
  unknown_account: 404,
  ambiguous_account: 409,
  nickname_taken: 409,
  bad_nickname: 422,
  unknown_provider: 404,
  unknown_login: 404,
  bad_answer: 422,
  state_mismatch: 422,
  code_missing: 422,
  nothing_to_adopt: 409,
  no_such_sign_in: 422,
  unknown_variant: 404,
  variant_exists: 409,
  settings_exist: 409,
  invalid_name: 422,
  missing_model: 422,
  missing_flags: 422,
  unknown_model: 422,
  unknown_effort: 422,
  unknown_runtime: 422,
  unknown_scope: 404,
  unknown_backup: 404,
  invalid_file: 422,
  invalid_config: 422,
  invalid_value: 422,
  read_only_file: 409,
  changed_outside: 412,
  unknown_check: 404,
  not_fixable: 409,
  proxy_unreachable: 502,
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

import {signal} from '@preact/signals'

/** The half of a session that this origin keeps; the other half is a cookie, and both are asked for on every call. */
const STORED = 'ccs-key'
const CODE = /[#&]code=([\w-]+)/

/** Whether the server takes this browser's calls; without a session there is nothing to show. */
export const isOpen = signal(false)

/** A call that was refused, with what the server said to do about it. */
export class CallError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly command: string | undefined,
    readonly body: Readonly<Record<string, unknown>>,
  ) {
    super(message)
  }
}

/** Trades the code in the address for a session; without one, or when it is worth nothing, picks up the one that is there. */
export async function openSession(): Promise<void> {
  const code = CODE.exec(location.hash)?.[1]
  if (code !== undefined) history.replaceState(null, '', `${location.pathname}#/codex`)
  if (code !== undefined && (await trade(code))) isOpen.value = true
  else await checkSession()
}

/** Whoever asks and is refused looks here whether the session is over: the dashboard was started anew, or it was ended. */
export async function checkSession(): Promise<void> {
  const isStored = localStorage.getItem(STORED) !== null
  isOpen.value = isStored && (await fetch('/api/session', {headers: keyHeader()})).ok
}

/** A link pasted into the open tab changes only what follows the `#`; one opened in another tab leaves its key for all. */
export function followLinks(): void {
  const open = () => void openSession().catch(() => undefined)
  addEventListener('hashchange', () => CODE.test(location.hash) && open())
  addEventListener('storage', ({key}) => key === STORED && open())
}

async function trade(code: string): Promise<boolean> {
  const opened = await fetch('/api/session', {
    method: 'POST',
    headers: {'content-type': 'application/json'},
    body: JSON.stringify({code}),
  })
  if (!opened.ok) return false
  const {key} = (await opened.json()) as {key: string}
  localStorage.setItem(STORED, key)
  return true
}

export function keyHeader(): Record<string, string> {
  return {'x-ccs-key': localStorage.getItem(STORED) ?? ''}
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface Reply<T> {
  readonly body: T
  readonly etag: string | null
}

/** One API call. Throws `CallError` for anything but success. */
export async function call<T>(
  method: Method,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply<T>> {
  const reply = await fetch(path, {
    method,
    headers: {...keyHeader(), ...(body === undefined ? {} : {'content-type': 'application/json'}), ...headers},
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const parsed = (await reply.json().catch(() => ({}))) as Record<string, unknown>
  if (reply.ok) return {body: parsed as T, etag: reply.headers.get('etag')}
  if (reply.status === 401) await checkSession().catch(() => undefined)
  const error = (parsed.error ?? {}) as {code?: string; message?: string; command?: string}
  throw new CallError(
    reply.status,
    error.code ?? 'unknown',
    error.message ?? `The call failed (${reply.status}).`,
    error.command,
    parsed,
  )
}

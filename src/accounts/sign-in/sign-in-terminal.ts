import {createInterface} from 'node:readline'
import type {LoginMethod} from '../../contract/index.js'
import {CcsError, EXIT} from '../../errors/ccs-error.js'
import {explainError} from '../../errors/explain-error.js'
import type {AccountRecord} from '../accounts.js'
import {askForKey} from './ask-for-key.js'
import {giveNickname} from './give-nickname.js'
import {openerOf} from './open-page.js'
import {linesOfLogin, PROMPT} from './show-login.js'
import {noWayBack} from './sign-in-faults.js'
import {type Login, type LoginContext, type SignedIn, startLogin} from './start-login.js'
import {tellRisk} from './tell-risk.js'
import type {Terminal} from './terminal.js'

export type {Terminal} from './terminal.js'

export interface SignInWish {
  /** `paste` shows the address and opens no browser. Absent: `browser`, and nobody asked; it stands before a session. */
  readonly method?: LoginMethod
  /** Signs this one in again. */
  readonly account?: AccountRecord
  /** Adds an account and keeps the default. */
  readonly add?: boolean
  /** What it is called from now on. */
  readonly nickname?: string
  readonly io: Terminal
}

/** A sign-in with a person. What is said goes to stderr. */
export async function signIn(context: LoginContext, wish: SignInWish): Promise<SignedIn> {
  const {provider} = context
  const {account, add = false, nickname, io} = wish
  const method = provider.signIn.type === 'api-key' ? 'key' : (wish.method ?? 'browser')
  refuseWithoutPerson(context, wish)
  await tellRisk(context, account, io)
  const start = {method, account, asDefault: !add}
  const login = method === 'key' ? await askForKey(context, start, io) : await startLogin(context, start)
  const release = cancelOnSignals(login)
  try {
    const found = await (method === 'key' ? login.done : follow(login, context, {...wish, method}))
    const signedIn = await giveNickname(found, nickname, context)
    say(io, [`Signed in as ${nameOf(signedIn.account)}.`])
    return signedIn
  } finally {
    release()
    login.cancel()
    await login.done.catch(() => undefined)
  }
}

/** Shows it, takes what is pasted, and waits for the end; whichever way the token comes is the right one. */
async function follow(login: Login, {provider}: LoginContext, {method, io}: SignInWish): Promise<SignedIn> {
  const open = method === 'browser' ? openerOf(io.env) : undefined
  const isOneWay = method !== 'device' && login.port === undefined
  if (isOneWay && open !== undefined && !io.isTerminal) throw noWayBack(provider, login.notes)
  const isOpened = (await open?.(login.authorizeUrl ?? '')) ?? false
  const takesAnswer = method !== 'device' && (io.isTerminal || !isOpened)
  say(io, linesOfLogin(login, {provider, io, isOpened, takesAnswer}))
  if (!takesAnswer) return login.done
  const reader = io.isTerminal
    ? askUntilDone(login, io)
    : readOneLine(login, io, isOneWay ? noWayBack(provider, login.notes) : undefined)
  try {
    return await Promise.race([login.done, reader.failed])
  } finally {
    reader.close()
  }
}

interface Reader {
  /** Only ever rejects. */
  readonly failed: Promise<never>
  close(): void
}

/** A wrong answer is told, and asked for again. */
function askUntilDone(login: Login, {stdin, stderr}: Terminal): Reader {
  const lines = createInterface({input: stdin, output: stderr, terminal: true, prompt: PROMPT})
  lines.on('SIGINT', () => login.cancel())
  lines.on('line', (line) => {
    void finish(line).finally(() => login.view().state === 'waiting' && lines.prompt())
  })
  const finish = async (line: string): Promise<void> => {
    if (line.trim() === '') return
    await login.finish(line).catch((error) => {
      const {message, hint} = explainError(error)
      if (login.view().state === 'waiting') stderr.write(`${[message, hint].filter(Boolean).join('\n')}\n`)
    })
  }
  lines.prompt()
  const close = (): void => {
    lines.close()
    stderr.write('\n')
  }
  return {failed: new Promise(() => undefined), close}
}

/**
 * From a pipe: one line, and it has to be right; empty ones before it are none. A pipe that ends says nothing: the browser
 * may still come back, unless `silence` is what that means.
 */
function readOneLine(login: Login, {stdin}: Terminal, silence: CcsError | undefined): Reader {
  const lines = createInterface({input: stdin, terminal: false})
  const failed = new Promise<never>((_resolve, reject) => {
    let answer = ''
    lines.on('line', (line) => {
      if (answer !== '') return
      answer = line.trim()
      if (answer !== '') login.finish(answer).catch(reject)
    })
    lines.once('close', () => answer === '' && silence !== undefined && reject(silence))
  })
  failed.catch(() => undefined)
  return {failed, close: () => lines.close()}
}

/** 128 + the signal's number. */
const SIGNALS = {SIGHUP: 129, SIGINT: 130, SIGTERM: 143} as const

function cancelOnSignals(login: Login): () => void {
  const handlers = Object.entries(SIGNALS).map(([signal, exit]) => {
    const handler = () => login.cancel(exit)
    process.once(signal, handler)
    return () => process.removeListener(signal, handler)
  })
  return () => {
    for (const release of handlers) release()
  }
}

/** Nobody wants a script to wait for a sign-in that it did not ask for; with `BROWSER` somebody said how pages are opened. */
function refuseWithoutPerson({provider}: LoginContext, {method, io}: SignInWish): void {
  if (io.isTerminal || method !== undefined || (provider.signIn.type === 'oauth' && io.env.BROWSER)) return
  throw new CcsError(`${provider.title} needs a sign-in, and there is no terminal here to ask anybody.`, {
    code: 'sign_in_needed',
    exit: EXIT.signIn,
    hint: 'Sign in once from a terminal, or let the address be shown and the answer be read from stdin.',
    command: `ccs ${provider.id} --headless`,
  })
}

function nameOf({nickname, email, plan}: AccountRecord): string {
  const labels = [email, plan].filter(Boolean).join(', ')
  return labels === '' ? nickname : `${nickname} (${labels})`
}

function say({stderr}: Terminal, lines: readonly string[]): void {
  stderr.write(`${lines.join('\n')}\n`)
}

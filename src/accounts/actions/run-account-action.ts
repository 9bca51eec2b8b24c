import {CcsError, EXIT} from '../../errors/ccs-error.js'
import type {HostContext} from '../../host/host-context.js'
import type {OwnFlags} from '../../session/own-flags.js'
import type {AccountRecord} from '../accounts.js'
import {importLogin} from '../sign-in/import-login.js'
import {signIn} from '../sign-in/sign-in-terminal.js'
import type {LoginContext, SignedIn} from '../sign-in/start-login.js'
import {tellRisk} from '../sign-in/tell-risk.js'
import type {Terminal} from '../sign-in/terminal.js'
import {signOut} from '../sign-out.js'
import {type AccountAction, chooseAction} from './choose-action.js'
import {linesOfAccounts, linesOfTrouble, listingOf, nameOf} from './write-accounts.js'

export interface ActionContext extends LoginContext {
  readonly host: Pick<HostContext, 'env' | 'kit' | 'clock' | 'log'>
  readonly io: Terminal
}

export interface ActionResult {
  readonly exit: number
  /** What `--json` prints. */
  readonly data: unknown
  /** A session may follow when there is a prompt for it. */
  readonly continue?: boolean
}

/** What an action came to: the object for scripts, the lines for people. */
interface Answer extends ActionResult {
  readonly lines: readonly string[]
}

/** Does what the account flags ask for and prints it; throws what the caller tells. `undefined`: they ask for nothing. */
export async function runAccountAction(flags: OwnFlags, context: ActionContext): Promise<ActionResult | undefined> {
  const action = chooseAction(flags)
  if (action === undefined) return undefined
  if (action !== 'logout') await warnOfFaults(context)
  const {lines, ...result} = await ACTIONS[action](flags, context)
  const text = flags.json ? JSON.stringify(result.data, null, 2) : lines.join('\n')
  if (text !== '') context.io.stdout.write(`${text}\n`)
  return flags.json ? {...result, continue: false} : result
}

/** Before anything is written: what cannot be read is not among what is kept. */
async function warnOfFaults({accounts, io}: ActionContext): Promise<void> {
  for (const {message} of await accounts.faults()) io.stderr.write(`Warning: ${message}\n`)
}

const ACTIONS: Readonly<Record<AccountAction, (flags: OwnFlags, context: ActionContext) => Promise<Answer>>> = {
  'sign-in': signInAction,
  import: importAction,
  logout: logoutAction,
  accounts: listAction,
  use: useAction,
  nickname: nicknameAction,
}

async function signInAction(flags: OwnFlags, context: ActionContext): Promise<Answer> {
  const {add, headless, device, auth, nickname} = flags
  const account = await named(flags, context)
  const method = device ? 'device' : headless ? 'paste' : 'browser'
  const signedIn = await signIn(context, {method, account, add, nickname, io: context.io})
  // What is read on the way stands on stderr already.
  return {...answerSignedIn(signedIn, context), lines: [], continue: auth !== true && add !== true}
}

async function importAction(flags: OwnFlags, context: ActionContext): Promise<Answer> {
  const from = typeof flags.import === 'string' ? flags.import : undefined
  const account = await named(flags, context)
  await tellRisk(context, account, context.io)
  const wish = {from, account, asDefault: flags.add !== true, nickname: flags.nickname}
  const imported = await importLogin(context, wish)
  context.io.stderr.write(`${imported.warning}\n`)
  return answerSignedIn(imported, context)
}

function answerSignedIn({account, renewed}: SignedIn, {provider}: ActionContext): Answer {
  return {
    exit: 0,
    data: {provider: provider.id, account: listingOf(account), renewed},
    lines: [`Signed in as ${nameOf(account)}.`],
  }
}

async function logoutAction(flags: OwnFlags, context: ActionContext): Promise<Answer> {
  const {provider, accounts} = context
  const only = await named(flags, context)
  const results = await signOut(only === undefined ? await accounts.list() : [only], context)
  const faults = await accounts.faults()
  for (const {message} of faults) context.io.stderr.write(`Warning: ${message} It was left as it is.\n`)
  const lines = results.map(({account, revoked, deleted, message}) => {
    const done = [revoked && 'revoked', deleted && 'deleted'].filter(Boolean).join(' and ') || 'nothing done'
    return `${deleted ? 'Signed out' : 'Not signed out:'} ${nameOf(account)}: ${done}.${message === null ? '' : ` ${message}`}`
  })
  return {
    exit: results.every(({deleted}) => deleted) ? 0 : EXIT.failed,
    data: {
      provider: provider.id,
      accounts: results.map(({account: {id, nickname, email}, ...rest}) => ({id, nickname, email, ...rest})),
    },
    lines: lines.length === 0 ? [`No account for ${provider.id} is signed in.`] : lines,
  }
}

async function listAction(flags: OwnFlags, context: ActionContext): Promise<Answer> {
  const {provider, accounts, host} = context
  const only = await named(flags, context)
  const all = only === undefined ? await accounts.list() : [only]
  return {
    exit: 0,
    data: {provider: provider.id, accounts: all.map(listingOf)},
    lines: linesOfAccounts(all, {provider: provider.id, now: host.clock.now()}),
  }
}

async function useAction({use = ''}: OwnFlags, {provider, accounts}: ActionContext): Promise<Answer> {
  const {id} = await accounts.resolve(use)
  await accounts.use(id)
  const account = await accounts.resolve(id)
  return {
    exit: 0,
    data: {provider: provider.id, account: listingOf(account)},
    lines: [
      `${nameOf(account)} is the default now and serves what is started next.`,
      ...linesOfTrouble(account, provider.id),
    ],
    continue: true,
  }
}

async function nicknameAction(flags: OwnFlags, context: ActionContext): Promise<Answer> {
  const {provider, accounts} = context
  const account = (await named(flags, context)) ?? (await accounts.list()).find((one) => one.isDefault)
  if (account === undefined) throw nobody(provider.id)
  await accounts.rename(account.id, flags.nickname ?? '')
  const renamed = await accounts.resolve(account.id)
  return {
    exit: 0,
    data: {provider: provider.id, account: listingOf(renamed)},
    lines: [`${account.nickname} is called ${nameOf(renamed)} now.`],
  }
}

async function named({account}: OwnFlags, {accounts}: ActionContext): Promise<AccountRecord | undefined> {
  return account === undefined ? undefined : accounts.resolve(account)
}

function nobody(provider: string): CcsError {
  return new CcsError(`No account for ${provider} is signed in.`, {
    code: 'no_account',
    exit: EXIT.signIn,
    command: `ccs ${provider} --auth`,
  })
}

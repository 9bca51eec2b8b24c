import {randomBytes} from 'node:crypto'
import {accountsOf} from '../accounts/accounts-of.js'
import {ensureProxy} from '../cliproxy/ensure-proxy.js'
import {type FoundProxy, findProxy} from '../cliproxy/find-proxy.js'
import type {ProviderPlugin} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import type {HostContext} from '../host/host-context.js'
import {openPlanningHost} from '../host/open-planning-host.js'
import {launch} from '../launch/launch.js'
import type {Profile} from '../profiles/profile.js'
import {loadProvider} from '../registry/contributions.js'
import {calledAs} from './called-as.js'
import {chooseAccount, type Served} from './choose-account.js'
import {findProfile} from './find-profile.js'
import {keepProxy} from './keep-proxy.js'
import {mayBeRestricted} from './may-be-restricted.js'
import {ACCOUNT_ACTIONS} from './own-flags.js'
import {planSession, type Session} from './plan-session.js'
import {type Split, splitArguments} from './split-arguments.js'
import {isInteractive, warn} from './terminal.js'
import {writeVerbose} from './write-verbose.js'

/**
 * `ccs <profile> …`: account flags are acted on, everything else starts the runtime. Resolves with the exit code. `ended`
 * is called when a session has used all that a session uses.
 */
export async function runSession(words: readonly string[], ended?: () => Promise<void>): Promise<number> {
  const [name = '', ...rest] = words
  const host = openPlanningHost(process.env, {note: warn})
  const split = splitArguments(rest)
  const profile = await findProfile(name, host)
  const running = lookForProxy(host)
  const provider = await loadProvider(profile.provider, host)
  if (split.flags.config) {
    const {openPicker} = await import('./open-picker.js')
    return openPicker({profile, provider, json: split.flags.json === true}, host)
  }
  if (ACCOUNT_ACTIONS.some((action) => split.flags[action] !== undefined)) {
    const done = await actOnAccounts(split, profile)
    if (done !== undefined) return done
  }
  const code = await start({profile, provider, split, running}, host)
  await ended?.()
  return code
}

/** Begun early: it answers while the plan is made. */
function lookForProxy({paths}: HostContext): ReturnType<typeof findProxy> {
  const running = findProxy(paths)
  running.catch(() => undefined)
  return running
}

/** `undefined` when a session follows. */
async function actOnAccounts({flags, args}: Split, profile: Profile): Promise<number | undefined> {
  const {actOnAccounts: act} = await import('./act-on-accounts.js')
  const {exit, continues} = await act(flags, profile.provider)
  if (exit !== 0 || args.length === 0) return exit
  if (continues) return undefined
  warn(`No session was started for: ${args.join(' ')}`)
  return exit
}

interface Start {
  readonly profile: Profile
  readonly provider: ProviderPlugin
  readonly split: Split
  readonly running: ReturnType<typeof findProxy>
}

async function start({profile, provider, split, running}: Start, host: HostContext): Promise<number> {
  const {flags, args} = split
  const session = await planSession(
    {profile, provider, flags, args, calledAs: calledAs(), cwd: process.cwd(), interactive: isInteractive()},
    host,
  )
  const [served, proxy] = await Promise.all([someoneServes(session, provider, host), ensureProxy(host, {}, running)])
  await tellNotes(session, served, {provider, proxy})
  return runThrough(proxy, session, served, {verbose: flags.verbose === true, host})
}

/** Without an account the sign-in begins by itself. */
async function someoneServes(
  {account}: Pick<Session, 'account'>,
  provider: ProviderPlugin,
  host: HostContext,
): Promise<Served> {
  const accounts = accountsOf(provider, host)
  const context = {provider, clock: host.clock}
  const served = await chooseAccount(account, accounts, context)
  // A file that cannot be read may be why an account is missing, or why there is none.
  for (const {message} of await accounts.faults()) warn(`Warning: ${message}`)
  if (served !== undefined) return served
  const {signInFirst} = await import('./act-on-accounts.js')
  await signInFirst(provider.id)
  const now = await chooseAccount(account, accountsOf(provider, host), context)
  if (now !== undefined) return now
  throw new CcsError(`No ${provider.id} account is signed in.`, {
    code: 'no_account',
    exit: EXIT.signIn,
    command: `ccs ${provider.id} --auth`,
  })
}

async function tellNotes(
  session: Session,
  {likely}: Served,
  {provider, proxy}: {readonly provider: ProviderPlugin; readonly proxy: FoundProxy},
): Promise<void> {
  for (const note of session.notes) warn(note)
  const written = Object.values(session.slots)
  if (!mayBeRestricted(written, provider, session.models)) return
  const {planNotesFor} = await import('./plan-notes.js')
  for (const note of await planNotesFor(written, {likely, provider, proxy, models: session.models})) warn(note)
}

async function runThrough(
  proxy: FoundProxy,
  session: Session,
  {pin}: Served,
  {verbose, host}: {readonly verbose: boolean; readonly host: HostContext},
): Promise<number> {
  const launchId = randomBytes(6).toString('hex')
  const lines: string[] = []
  const tell = isInteractive() ? (line: string) => void lines.push(line) : warn
  const kept = keepProxy(proxy, host, {
    launch: launchId,
    warn: tell,
    ...(verbose && {onRequest: (record) => tell(writeVerbose(record))}),
  })
  try {
    const origin = `http://127.0.0.1:${proxy.port}`
    const plan = await session.plan({origin, key: proxy.key, launchId, ...(pin && {account: pin})})
    const folder = host.paths.runtime(session.runtime.id)
    return await launch(plan, {env: host.env, cwd: process.cwd(), folder, warn, note: tell, started: kept.begin})
  } finally {
    kept.release()
    for (const line of lines) warn(line)
  }
}

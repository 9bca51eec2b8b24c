import {isatty} from 'node:tty'
import {accountsOf} from '../accounts/accounts-of.js'
import {type ActionContext, runAccountAction} from '../accounts/actions/run-account-action.js'
import {signIn, type Terminal} from '../accounts/sign-in/sign-in-terminal.js'
import {outwardEnvironment} from '../config/outward-environment.js'
import {pathsOf} from '../config/paths.js'
import {readProxyConfig} from '../config/proxy-config.js'
import {ownStreams} from '../errors/own-streams.js'
import {openHost} from '../host/open-host.js'
import {loadProvider} from '../registry/contributions.js'
import type {OwnFlags} from './own-flags.js'
import {warn} from './terminal.js'

/** Does what the account flags ask for. `continues`: a session may follow. */
export async function actOnAccounts(
  flags: OwnFlags,
  provider: string,
): Promise<{readonly exit: number; readonly continues: boolean}> {
  const done = await runAccountAction(flags, await actionContext(provider))
  return {exit: done?.exit ?? 0, continues: done === undefined || done.continue === true}
}

/** The first start of all: the sign-in comes before the session. */
export async function signInFirst(provider: string): Promise<void> {
  const context = await actionContext(provider)
  await signIn(context, {io: context.io})
}

async function actionContext(id: string): Promise<ActionContext> {
  const config = await readProxyConfig(pathsOf(process.env))
  const host = openHost(outwardEnvironment(process.env, config), {note: warn})
  const provider = await loadProvider(id, host)
  return {provider, accounts: accountsOf(provider, host), host, io: ownTerminal()}
}

function ownTerminal(): Terminal {
  const {stdin, env} = process
  const {stdout, stderr} = ownStreams
  return {stdin, stdout, stderr, env, isTerminal: isatty(0)}
}

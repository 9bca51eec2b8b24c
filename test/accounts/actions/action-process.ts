// Runs account flags as ccs does, in a process of its own: argv[2] is the flags in JSON, argv[3] the ports.

import {openAccounts} from '../../../src/accounts/accounts.js'
import {runAccountAction} from '../../../src/accounts/actions/run-account-action.js'
import {printError} from '../../../src/errors/print-error.js'
import {openHost} from '../../../src/host/open-host.js'
import {loadProvider} from '../../../src/registry/contributions.js'
import type {OwnFlags} from '../../../src/session/own-flags.js'
import {onPorts} from '../sign-in/scene.js'

const flags = JSON.parse(process.argv[2] ?? '{}') as OwnFlags
const ports = JSON.parse(process.argv[3] ?? '[0]') as readonly number[]
const {stdin, stdout, stderr, env} = process
const host = openHost(env)
const provider = onPorts(await loadProvider('codex', host), ports)
const io = {stdin, stdout, stderr, env, isTerminal: stdin.isTTY === true}
try {
  const result = await runAccountAction(flags, {provider, accounts: openAccounts({...host, provider}), host, io})
  process.exitCode = result?.exit
} catch (error) {
  process.exitCode = printError(error, {json: flags.json === true})
}

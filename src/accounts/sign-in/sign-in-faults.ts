import type {Identity, ProviderPlugin} from '../../contract/index.js'
import {CcsError, EXIT} from '../../errors/ccs-error.js'
import type {AccountRecord} from '../account-record.js'
import {asArgument} from '../nickname.js'

type Provider = Pick<ProviderPlugin, 'id' | 'title'>

/** 128 + SIGINT. */
const INTERRUPTED = 130

export function cancelled({id, title}: Provider, exit = INTERRUPTED): CcsError {
  return new CcsError(`The sign-in to ${title} was cancelled. Nothing was changed.`, {
    code: 'sign_in_cancelled',
    exit,
    command: `ccs ${id} --auth`,
  })
}

export function superseded({id, title}: Provider): CcsError {
  return new CcsError(`Another sign-in on this machine took over; this one to ${title} gave way.`, {
    code: 'sign_in_superseded',
    exit: EXIT.signIn,
    command: `ccs ${id} --auth`,
  })
}

export function timedOut({id, title}: Provider, milliseconds: number): CcsError {
  const minutes = Math.round(milliseconds / 60_000)
  return new CcsError(`Nobody finished the sign-in to ${title} within ${minutes} minutes.`, {
    code: 'sign_in_timeout',
    exit: EXIT.signIn,
    hint: 'Where no browser can come back to this machine, paste the address that it ends on, or use a device code.',
    command: `ccs ${id} --headless`,
  })
}

/** No port for the browser, and nobody who could paste; `notes` say what keeps the ports. */
export function noWayBack({id, title}: Provider, notes: readonly string[]): CcsError {
  return new CcsError(
    `A sign-in to ${title} has no way back: the browser finds no port, and no answer can be pasted.`,
    {
      code: 'no_way_back',
      exit: EXIT.signIn,
      hint: [...notes, 'Free one of them, or answer from a terminal or through stdin.'].join(' '),
      command: `ccs ${id} --headless`,
    },
  )
}

export function wrongAccount({id}: Provider, wanted: AccountRecord, found: Identity): CcsError {
  const message = `That sign-in belongs to ${nameOf(found)}, not to ${wanted.nickname} (${nameOf(wanted.identity)}). Nothing was changed.`
  return new CcsError(message, {
    code: 'wrong_account',
    exit: EXIT.signIn,
    hint: `Choose ${wanted.email} on the sign-in page, or add the other one as an account of its own.`,
    command: `ccs ${id} --auth --account ${asArgument(wanted.nickname)}`,
  })
}

/** E-mails may be the same in two workspaces. */
function nameOf({email, accountId, plan}: Identity): string {
  const tail = `account …${accountId.slice(-6)}`
  return [email, plan, tail].filter(Boolean).join(', ')
}

export function unreadable({id, title}: Provider, reason: string): CcsError {
  return new CcsError(`${title} gave tokens that do not say whose they are: ${reason}.`, {
    code: 'unreadable_tokens',
    exit: EXIT.failed,
    command: `ccs ${id} --auth`,
  })
}

export function cannotKeep({id}: Provider, {email}: Identity, reason: string): CcsError {
  return new CcsError(`${email} signed in, but the token could not be saved: ${reason}.`, {
    code: 'cannot_save',
    exit: EXIT.failed,
    hint: 'Nothing was changed. Mend that and sign in again.',
    command: `ccs ${id} --auth`,
  })
}

export function refused({id, title}: Provider, reason: string): CcsError {
  return new CcsError(`The sign-in to ${title} was refused: ${reason}.`, {
    code: 'sign_in_refused',
    exit: EXIT.signIn,
    command: `ccs ${id} --auth`,
  })
}

export function noSuchWay({id, title}: Provider, way: string): CcsError {
  return new CcsError(`${title} has no sign-in ${way}.`, {
    code: 'no_such_sign_in',
    exit: EXIT.usage,
    command: `ccs ${id} --auth`,
  })
}

export function nothingToAdopt({id}: Provider): CcsError {
  return new CcsError('There is no sign-in of another account to keep.', {
    code: 'nothing_to_adopt',
    exit: EXIT.usage,
    command: `ccs ${id} --auth --add`,
  })
}

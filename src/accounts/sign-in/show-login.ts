import type {Login, LoginContext} from './login.js'
import {SURROUNDING_TEXTS, surroundingsOf, tunnelLine} from './surroundings.js'
import type {Terminal} from './terminal.js'

export const PROMPT = 'Paste the address, or the code in it: '

interface Showing extends Pick<LoginContext, 'provider'> {
  readonly io: Terminal
  /** A browser shows the page already. */
  readonly isOpened: boolean
  /** What the browser ends on can be pasted. */
  readonly takesAnswer: boolean
}

/** What a person reads at the beginning of a sign-in. */
export function linesOfLogin(login: Login, {provider, io, isOpened, takesAnswer}: Showing): readonly string[] {
  if (login.userCode !== undefined) return linesOfDevice(login, provider.title)
  const where = isOpened ? 'This page opens in your browser' : 'Open this page in a browser, on any machine'
  return [
    `Sign in to ${provider.title}. ${where}:`,
    '',
    `  ${login.authorizeUrl}`,
    '',
    ...login.notes,
    ...(isOpened ? [] : linesOfHeadless(login, io)),
    ...(takesAnswer ? [lineOfPasting(login)] : []),
  ]
}

function lineOfPasting({port}: Login): string {
  return port === undefined
    ? 'The browser cannot come back here: paste the address that it ends on; that page itself will not load.'
    : 'If the browser cannot come back here, paste the address that it ends on.'
}

function linesOfDevice({userCode, verificationPage, expiresAt}: Login, title: string): readonly string[] {
  return [
    `Sign in to ${title} on any device. Open this page and type the code:`,
    '',
    `  ${verificationPage}`,
    `  ${userCode}`,
    '',
    `The code is good until ${new Date(expiresAt).toLocaleTimeString()}. Give it to nobody.`,
  ]
}

function linesOfHeadless({port}: Login, {env}: Terminal): readonly string[] {
  return [
    ...surroundingsOf(env).map((each) => SURROUNDING_TEXTS[each]),
    ...(port === undefined
      ? []
      : ['For a browser on another machine, open a tunnel there first:', '', `  ${tunnelLine(port, env)}`, '']),
  ]
}

import type {Blame, FaultKind} from '../contract/index.js'
import {CcsError, EXIT, isCcsError} from './ccs-error.js'
import {isTurnError} from './turn-error.js'
import {whyNotSaved} from './why-not-saved.js'

const SIGN_IN: ReadonlySet<FaultKind> = new Set([
  'token-expired',
  'needs-reauth',
  'revoked',
  'deactivated',
  'no-account',
])

const EXIT_OF_BLAME: Readonly<Record<Blame, number>> = {
  request: EXIT.usage,
  account: EXIT.nothingCanServe,
  upstream: EXIT.upstream,
  client: EXIT.failed,
}

/** Codes of Node that mean the network, not a fault of ours. */
const NETWORK = /^(ECONN|ENOTFOUND|ETIMEDOUT|EAI_|EHOSTUNREACH|ENETUNREACH|UND_ERR|CERT_|DEPTH_ZERO|SELF_SIGNED)/

/** Whatever was thrown, as something that can be told: code, exit code, sentence. */
export function explainError(error: unknown): CcsError {
  if (isCcsError(error)) return error
  if (isTurnError(error)) {
    const exit = SIGN_IN.has(error.kind) ? EXIT.signIn : EXIT_OF_BLAME[error.blame]
    return new CcsError(error.message, {code: error.kind.replaceAll('-', '_'), exit})
  }
  const {message, code, hint, exit, oclif, unsaved, syscall} = Object(error) as Foreign
  if (typeof unsaved === 'string') return cannotWrite(unsaved, error as NodeJS.ErrnoException)
  if (syscall === 'uv_cwd') return folderGone()
  const text = typeof message === 'string' && message !== '' ? message : String(error)
  if (typeof code === 'string' && NETWORK.test(code)) {
    return new CcsError(text, {code: 'network', exit: EXIT.upstream, hint: 'Check the network and the proxy settings.'})
  }
  if (oclif?.exit === EXIT.usage) return new CcsError(firstPart(text), {code: 'bad_usage', exit: EXIT.usage})
  return new CcsError(text, {
    code: typeof hint === 'string' ? 'refused' : 'failed',
    exit: typeof exit === 'number' ? exit : (oclif?.exit ?? EXIT.failed),
    ...(typeof hint === 'string' && {hint}),
  })
}

/** What plugins, Node and oclif put on their errors. */
interface Foreign {
  readonly message?: unknown
  readonly code?: unknown
  readonly hint?: unknown
  readonly exit?: unknown
  readonly oclif?: {readonly exit?: number}
  /** The file that could not be written. */
  readonly unsaved?: unknown
  readonly syscall?: unknown
}

/** A shell stays in a folder that was deleted; Node says of it nothing but its own function. */
function folderGone(): CcsError {
  return new CcsError('The folder that ccs was started in is gone.', {
    code: 'folder_gone',
    exit: EXIT.failed,
    hint: 'Change to another one, and try again.',
  })
}

function cannotWrite(file: string, error: NodeJS.ErrnoException): CcsError {
  return new CcsError(`${file} could not be written: ${whyNotSaved(error)}.`, {
    code: 'cannot_write',
    exit: EXIT.failed,
    hint: 'Nothing was changed.',
  })
}

/** oclif's parser appends "See more help with --help" on a line of its own. */
function firstPart(text: string): string {
  return text.replace(/\nSee more help with --help$/, '')
}

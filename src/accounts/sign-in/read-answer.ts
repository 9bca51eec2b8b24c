import {CcsError, EXIT} from '../../errors/ccs-error.js'

/** What the browser brought back. */
export interface Answer {
  readonly code: string
}

/**
 * Reads the full address, its query, `code#state` or the bare code. `state` is compared where it is there; a browser
 * that comes by itself must bring it (`strict`).
 */
export function readAnswer(text: string, state: string, {strict}: {readonly strict: boolean}): Answer {
  const answer = parse(text.trim().replace(/^["'<]+|["'>]+$/g, ''))
  const given = answer.get('state')
  if (given === null ? strict : given !== state) throw misfit()
  const error = answer.get('error')
  if (error !== null) throw refusedInBrowser(error, answer.get('error_description'))
  const code = answer.get('code')
  if (code === null || code === '') throw withoutCode()
  return {code}
}

/** An address is often copied without its scheme or its host: what counts of it follows the first question mark. */
function parse(text: string): URLSearchParams {
  const mark = text.indexOf('?')
  const query = mark === -1 ? text : text.slice(mark + 1).replace(/#.*$/, '')
  if (/(^|&)(code|error|state)=/.test(query)) return new URLSearchParams(query)
  if (/[\s/?&=]/.test(text)) return new URLSearchParams()
  const [code = '', state] = text.split('#')
  return new URLSearchParams({code, ...(state && {state})})
}

function misfit(): CcsError {
  return new CcsError('That answer belongs to another sign-in: its state does not fit this one.', {
    code: 'state_mismatch',
    exit: EXIT.signIn,
    hint: 'Open the address that was shown last, and answer with the one that the browser ends on.',
  })
}

function withoutCode(): CcsError {
  return new CcsError('There is no code in that answer.', {
    code: 'code_missing',
    exit: EXIT.signIn,
    hint: 'Paste the whole address that the browser ends on, or the value of "code" in it.',
  })
}

function refusedInBrowser(error: string, description: string | null): CcsError {
  const why = description === null || description === '' ? error : `${description} (${error})`
  return new CcsError(`The sign-in was refused in the browser: ${why}.`, {
    code: 'sign_in_refused',
    exit: EXIT.signIn,
  })
}

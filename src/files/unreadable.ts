import {CcsError, EXIT} from '../errors/ccs-error.js'

const REASONS: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder',
  ENOTDIR: 'a file stands where a folder should be',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
}

/** A file or a folder that is there and cannot be read. Of the wrong one of the two, Node says nothing but that. */
export function unreadable(file: string, {code = '', message}: NodeJS.ErrnoException): CcsError {
  return new CcsError(`${file} cannot be read: ${REASONS[code] ?? (code || message)}.`, {
    code: 'unreadable_file',
    exit: EXIT.usage,
  })
}

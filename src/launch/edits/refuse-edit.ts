import {CcsError, EXIT} from '../../errors/ccs-error.js'

export function inTheWay(file: string, path: readonly string[], wanted: string): CcsError {
  return new CcsError(`${path.join('.') || 'The top level'} in ${file} is not ${wanted}.`, {
    code: 'invalid_file',
    exit: EXIT.usage,
    hint: 'The file was left as it is. Change that entry by hand, or move the file away.',
  })
}

export function readOnly(file: string): CcsError {
  return new CcsError(`${file} is read-only, and ccs has an entry to put in it.`, {
    code: 'read_only_file',
    exit: EXIT.failed,
    hint: 'The file was left as it is. Make it writable, or let your configuration manager write the entry.',
  })
}

export function notWritable(file: string, cause: NodeJS.ErrnoException): CcsError {
  return new CcsError(`${file} could not be written (${cause.code ?? cause.message}).`, {
    code: 'write_failed',
    exit: EXIT.failed,
    hint: 'The file was left as it is.',
  })
}

export function notExpressible(file: string, path: readonly string[]): CcsError {
  return new CcsError(
    `${path.join('.')} in ${file} is written in a way that ccs cannot change without touching more than it should.`,
    {
      code: 'invalid_file',
      exit: EXIT.usage,
      hint: 'The file was left as it is. Write the table as a section of its own.',
    },
  )
}

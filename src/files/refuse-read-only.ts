import {stat} from 'node:fs/promises'
import {CcsError, EXIT} from '../errors/ccs-error.js'

/** A rename would replace a file that its owner wrote-protected: the protection is taken at its word. */
export async function refuseReadOnly(file: string): Promise<void> {
  const mode = await stat(file).then(
    (found) => found.mode,
    () => undefined,
  )
  if (mode === undefined || (mode & 0o222) !== 0) return
  throw new CcsError(`${file} is write-protected. Nothing was changed.`, {
    code: 'read_only_file',
    exit: EXIT.usage,
    hint: 'Allow writing to it and try again.',
    command: `chmod u+w ${file}`,
  })
}

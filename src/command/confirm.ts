import {CcsError, EXIT} from '../errors/ccs-error.js'
import {isInteractive} from '../session/terminal.js'

/** Asks a person; without one the answer has to be given as a flag. */
export async function confirm(message: string): Promise<boolean> {
  if (!isInteractive())
    throw new CcsError('There is nobody to ask.', {code: 'not_confirmed', exit: EXIT.usage, hint: 'Add --yes.'})
  const {confirm: ask} = await import('@inquirer/prompts')
  return ask({message, default: false}, {output: process.stderr})
}

import {printError} from './errors/print-error.js'
import {aliasArguments} from './session/alias-arguments.js'
import {setCalledAs} from './session/called-as.js'

/** The body of every bin file: sessions start without oclif, everything else goes through it. */
export async function cli(called: string, argv: readonly string[] = process.argv.slice(2)): Promise<void> {
  setCalledAs(called)
  try {
    const words = await aliasArguments(called, argv, process.env)
    const {main} = await import('./main.js')
    await main(words)
  } catch (error) {
    process.exitCode = printError(error, {json: false})
  }
}

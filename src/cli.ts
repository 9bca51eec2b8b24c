import {printError} from './errors/print-error.js'
import {aliasArguments} from './session/alias-arguments.js'
import {linkName, setCalledAs} from './session/called-as.js'
import {firstFlagInFull} from './session/first-flag.js'
import {isShortWay} from './session/short-way.js'
import {asksVersion, tellVersion} from './session/tell-version.js'
import {wantsJson} from './session/wants-json.js'

export interface CliOptions {
  readonly argv?: readonly string[]
  readonly saveCompiled?: () => Promise<void>
}

/** The body of every bin file: sessions start without oclif, everything else goes through it. */
export async function cli(bin: string, {argv = process.argv.slice(2), saveCompiled}: CliOptions = {}): Promise<void> {
  const called = bin === 'ccs' ? linkName() : bin
  setCalledAs(called)
  let words = argv
  try {
    words = firstFlagInFull(await aliasArguments(called, argv, process.env))
    if (asksVersion(words)) return tellVersion()
    if (await isShortWay(words, process.env)) {
      const {runSession} = await import('./session/run-session.js')
      process.exitCode = await runSession(words, saveCompiled)
      return
    }
    const {main} = await import('./main.js')
    await main(words, called)
  } catch (error) {
    process.exitCode = printError(error, {json: wantsJson(words)})
  }
}

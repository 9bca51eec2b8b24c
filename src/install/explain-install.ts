import type {Environment} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {isInstallation} from './json-install.js'
import {registryAnswers} from './registry-answers.js'

/** What plugin-plugins says when npm failed, with what it leaves out. The rest stays as it is. */
const FAILURES: readonly (readonly [says: RegExp, explain: (what: string, argv: readonly string[]) => CcsError])[] = [
  [
    /^(\S+) does not exist in the registry\.$/,
    (what) =>
      new CcsError(`The npm registry gave no package "${what}".`, {
        code: 'no_such_plugin',
        exit: EXIT.usage,
        hint: 'There is none of this name there.',
        command: `npm view ${what}`,
      }),
  ],
  [
    /npm-cli\.js (?:install|update|uninstall) (.+?)(?: --.*)? exited with code \d+$/,
    (what, argv) => (isInstallation(argv) ? notInstalled(what) : notChanged(what, argv)),
  ],
]

function notInstalled(what: string): CcsError {
  return new CcsError(`npm could not do its part for ${what}: its own words stand above.`, {
    code: 'npm_failed',
    exit: EXIT.failed,
    hint: 'Nothing of it is in use. Mend that and try again.',
    command: 'ccs plugins',
  })
}

/** Of all but an installation plugin-plugins shows what npm says only when it is asked to. */
function notChanged(what: string, argv: readonly string[]): CcsError {
  return new CcsError(`npm could not do its part for ${what}.`, {
    code: 'npm_failed',
    exit: EXIT.failed,
    hint: 'What was installed is still in use. This shows what npm says:',
    command: `ccs ${argv.filter((word) => word !== '--json').join(' ')} --verbose`,
  })
}

/** npm's own reason is lost by then: whether it was the network is asked anew. */
export async function explainInstall(error: unknown, argv: readonly string[], env: Environment): Promise<unknown> {
  const message = error instanceof Error ? error.message : ''
  for (const [says, explain] of FAILURES) {
    const [, what] = says.exec(message) ?? []
    if (what !== undefined) return (await registryAnswers(env)) ? explain(what, argv) : unreachable(what)
  }
  return error
}

function unreachable(what: string): CcsError {
  return new CcsError(`The npm registry cannot be reached from here, and ${what} was not installed.`, {
    code: 'network',
    exit: EXIT.upstream,
    hint: 'Check the network and the proxy settings.',
    command: 'npm ping',
  })
}

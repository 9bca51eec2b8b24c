import type {Environment} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {registryAnswers} from './registry-answers.js'

/** What plugin-plugins says when npm failed, with what it leaves out. The rest stays as it is. */
const FAILURES: readonly (readonly [says: RegExp, explain: (what: string) => CcsError])[] = [
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
    (what) =>
      new CcsError(`npm could not do its part for ${what}: its own words stand above.`, {
        code: 'npm_failed',
        exit: EXIT.failed,
        hint: 'Nothing of it is in use. Mend that and try again.',
        command: 'ccs plugins',
      }),
  ],
]

/** npm's own reason is lost by then: whether it was the network is asked anew. */
export async function explainInstall(error: unknown, env: Environment): Promise<unknown> {
  const message = error instanceof Error ? error.message : ''
  for (const [says, explain] of FAILURES) {
    const [, what] = says.exec(message) ?? []
    if (what !== undefined) return (await registryAnswers(env)) ? explain(what) : unreachable(what)
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

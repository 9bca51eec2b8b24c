import {settleEnvironment} from '../config/settle-environment.js'
import {runScript} from './run-script.js'

type Body = Pick<typeof import('../cli.js'), 'cli'>

/** What every bin file calls. */
export function cli(bin: string): Promise<void> {
  settleEnvironment(process.env)
  const {exports, saveCompiled} = runScript<Body>('cli', bin)
  return exports.cli(bin, {saveCompiled})
}

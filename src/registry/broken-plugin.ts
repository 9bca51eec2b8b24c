import {CcsError, EXIT} from '../errors/ccs-error.js'
import {reasonOf} from './reason-of.js'

/** One sentence that names a plugin and what it threw. */
export function faultSentence(plugin: string, thrown: unknown): string {
  return `The plugin ${plugin} cannot be used: ${reasonOf(thrown).replace(/\.$/, '')}.`
}

export function brokenPlugin(sentence: string): CcsError {
  return new CcsError(sentence, {
    code: 'broken_plugin',
    exit: EXIT.failed,
    hint: 'Update the plugin, or take it out.',
    command: 'ccs plugins',
  })
}

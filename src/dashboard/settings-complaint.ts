import {isRecord, recordOf} from '../config/config.js'
import {isLoopback} from '../proxy/guard.js'
import type {Complaint} from './check-text.js'

/** Variables through which a program runs somebody's code before its own. */
const LOADERS =
  /^(NODE_OPTIONS|NODE_PATH|LD_PRELOAD|LD_AUDIT|LD_LIBRARY_PATH|DYLD_.*|BASH_ENV|ENV|PERL5OPT|PYTHONSTARTUP|RUBYOPT|PATH)$/i

/** What a settings file may not hold; a loader variable that somebody wrote there by hand is left alone. */
export function complainOfSettings(value: unknown, before: unknown): Complaint | undefined {
  if (!isRecord(value)) return {path: [], message: 'The file must hold an object with "env".'}
  if (value.env === undefined) return undefined
  if (!isRecord(value.env)) return {path: ['env'], message: '"env" must be an object of texts.'}
  const known = recordOf(recordOf(before).env)
  for (const [name, text] of Object.entries(value.env)) {
    if (!['string', 'number', 'boolean'].includes(typeof text))
      return {path: ['env', name], message: `env.${name} must be a text.`}
    if (LOADERS.test(name) && known[name] !== text)
      return {path: ['env', name], message: `${name} makes programs load code; write it by hand where it is needed.`}
  }
  return undefined
}

const BASE_URL = 'ANTHROPIC_BASE_URL'

/** ccs itself leads each session to its own proxy, whatever the file says. */
export function warnOfSettings(value: unknown): readonly Complaint[] {
  const written = recordOf(recordOf(value).env)[BASE_URL]
  if (written === undefined || written === '' || leadsHere(String(written))) return []
  const message = `${BASE_URL} does not lead to this machine: programs that read this file besides ccs send prompts and keys there.`
  return [{path: ['env', BASE_URL], message}]
}

function leadsHere(address: string): boolean {
  return URL.canParse(address) && isLoopback(new URL(address).hostname)
}

import type {DashboardHost} from 'ccs/plugin'
import {found, HostError} from './host-error.js'

type Files = Pick<DashboardHost, 'files' | 'readFile' | 'writeFile' | 'validateFile' | 'backups' | 'restore'>

/** Settings files that live in a map, by scope. */
export function memoryFiles(texts: Map<string, string>): Files {
  return {
    files: async () => [{scope: 'codex', title: 'codex.settings.json', format: 'json'}],
    readFile: async (scope) => {
      const text = found(texts.get(scope), 'unknown_scope')
      return {text, path: `~/.ccs/${scope}.settings.json`, secrets: canariesIn(text)}
    },
    writeFile: async (scope, text, before) => {
      if (texts.get(scope) !== before) throw new HostError('changed_outside', 'The file was changed meanwhile.')
      texts.set(scope, text)
    },
    validateFile: async (_, text) => {
      try {
        JSON.parse(text)
        return {ok: true}
      } catch (error) {
        return {ok: false, line: 1, column: 1, message: String(error)}
      }
    },
    backups: async () => [],
    restore: async () => undefined,
  }
}

/** What this host takes for secret. */
function canariesIn(text: string) {
  return [...text.matchAll(/canary[^"]*/g)].map(({index, 0: match}) => ({start: index, end: index + match.length}))
}

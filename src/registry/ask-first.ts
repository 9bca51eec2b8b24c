import {stampOfFile} from '../files/stamp.js'
import {faultApart} from './ask-apart.js'
import type {Host} from './contributions.js'

/**
 * The host of a process that goes through all plugins there are: a stranger's is asked in a thread of its own before it is
 * loaded here, so that one that hangs or ends the process costs its own time and nothing else. Asked once, and again when
 * its file changed.
 */
export function askFirst<T extends Host>(host: T): T & Required<Pick<Host, 'faultOf'>> {
  const {faultOf} = host
  if (faultOf !== undefined) return {...host, faultOf}
  const asked = new Map<string, Promise<string | undefined>>()
  return {
    ...host,
    async faultOf(contribution) {
      const {source, kind, id, file} = contribution
      if (source === 'bundled') return undefined
      const key = JSON.stringify([kind, id, file, stampOfFile(file)])
      const asking = asked.get(key) ?? faultApart(contribution, host)
      asked.set(key, asking)
      return asking
    },
  }
}

import {RecentMap} from '../collections/recent-map.js'
import type {Log} from '../contract/index.js'

/** Sessions that are remembered. */
const MOST = 500

/** Logs a message the first time that a session gives rise to it. */
export function makeSayOnce(log: Log) {
  const said = new RecentMap<Set<string>>(MOST)
  return (session: string, message: string, fields: Readonly<Record<string, unknown>>): void => {
    const known = said.get(session) ?? new Set()
    said.set(session, known)
    const key = `${message} ${JSON.stringify(fields)}`
    if (known.has(key)) return
    known.add(key)
    log.info(message, fields)
  }
}

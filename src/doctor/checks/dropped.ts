import {readRequests} from '../../journal/read-journal.js'
import {type Check, ok} from '../check.js'

/** How many names are told. */
const MOST = 8

/** What recent requests said and the upstream has no place for. */
export const dropped: Check = {
  name: 'dropped_fields',
  async run({host}) {
    const requests = await readRequests(host.paths)
    const counts = new Map<string, number>()
    for (const name of requests.flatMap((request) => request.dropped)) counts.set(name, (counts.get(name) ?? 0) + 1)
    if (counts.size === 0) return []
    const told = [...counts].sort(([, a], [, b]) => b - a).slice(0, MOST)
    const names = told.map(([name, count]) => `${name} (${count})`).join(', ')
    return [
      ok('dropped_fields', `Of the last ${requests.length} requests, these parts had no place upstream: ${names}.`),
    ]
  },
}

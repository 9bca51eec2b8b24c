import {stat} from 'node:fs/promises'
import type {AccountView} from '../contract/index.js'
import {stampOf} from '../files/stamp.js'
import {type JournalPaths, journalFiles} from '../journal/journal.js'
import {readRequests} from '../journal/read-journal.js'
import type {RequestRecord} from '../journal/request-record.js'

/** The requests that the journal still has, newest first; read again only when it was written to. */
export interface RequestHistory {
  read(): Promise<readonly RequestRecord[]>
}

export function openRequestHistory(paths: JournalPaths): RequestHistory {
  let held: {readonly stamp: string; readonly records: readonly RequestRecord[]} | undefined
  return {
    async read() {
      const stamp = stampOf(await stat(journalFiles(paths).requests).catch(() => undefined))
      if (held?.stamp !== stamp) held = {stamp, records: stamp === '' ? [] : await readRequests(paths)}
      return held.records
    },
  }
}

const DAY = 86_400_000
const BUCKETS = 20

/** The last day in twenty buckets, oldest first: [succeeded, failed]. */
export function healthOf(requests: readonly RequestRecord[], now: number): AccountView['health'] {
  const counts = Array.from({length: BUCKETS}, (): [number, number] => [0, 0])
  for (const {at, status, error} of requests) {
    const bucket = counts[BUCKETS - 1 - Math.floor(((now - at) / DAY) * BUCKETS)]
    if (bucket !== undefined) bucket[status >= 400 || error !== undefined ? 1 : 0] += 1
  }
  const sum = (index: 0 | 1) => counts.reduce((total, bucket) => total + bucket[index], 0)
  return {requests: sum(0) + sum(1), failed: sum(1), buckets: counts}
}

import {appendFile, mkdir, rename, stat} from 'node:fs/promises'
import {join} from 'node:path'
import type {Paths} from '../config/paths.js'
import type {Clock} from '../contract/index.js'
import {readLeniently} from '../files/read-json.js'
import {writeAtomic} from '../files/write-atomic.js'
import type {RequestRecord} from './request-record.js'
import {addToTable, dropOldRows, readTable, type UsageRow, writeTable} from './usage-table.js'

/** What the proxy remembers of requests: the latest ones as they were, all of them as counts by the hour. */
export interface Journal {
  record(record: RequestRecord): void
  /** Resolves once everything is on disk. */
  flush(): Promise<void>
}

/** Bytes of the list of requests; the one before it is kept too. */
const LARGEST = 2 * 1024 * 1024
/** Milliseconds between two writes. */
const PAUSE = 1000

export type JournalPaths = Pick<Paths, 'proxyFolder'>

export function journalFiles({proxyFolder}: JournalPaths) {
  const folder = join(proxyFolder, 'journal')
  return {folder, requests: join(folder, 'requests.jsonl'), usage: join(folder, 'usage.json')}
}

/** Only one process writes: the proxy. */
export function openJournal(paths: JournalPaths, clock: Clock): Journal {
  const files = journalFiles(paths)
  let waiting: RequestRecord[] = []
  let table: Promise<Map<string, UsageRow>> | undefined
  let writing: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined

  const write = async (): Promise<void> => {
    const records = waiting
    waiting = []
    if (records.length === 0) return
    table ??= readLeniently(files.usage).then((text) => readTable(text ?? ''))
    const rows = await table
    for (const record of records) addToTable(rows, record)
    dropOldRows(rows, clock.now())
    await mkdir(files.folder, {recursive: true, mode: 0o700})
    await appendRequests(files.requests, records)
    await writeAtomic(files.usage, writeTable(rows))
  }
  const flush = async (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    writing = (writing ?? Promise.resolve()).then(write).catch(() => undefined)
    await writing
  }
  return {
    flush,
    record(record) {
      waiting.push(record)
      timer ??= setTimeout(() => void flush(), PAUSE).unref()
    },
  }
}

async function appendRequests(file: string, records: readonly RequestRecord[]): Promise<void> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  )
  if (size > LARGEST) await rename(file, `${file}.1`)
  await appendFile(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''), {mode: 0o600})
}

import {hash} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {RecentMap} from '../collections/recent-map.js'
import type {Clock} from '../contract/index.js'
import {writeAtomic} from '../files/write-atomic.js'

/** A session and the account that it stays on. */
export interface Binding {
  readonly account: string
  /** Last use, milliseconds since the epoch. */
  readonly at: number
}

/** Which account serves which session. Outlives a restart of the proxy; sessions are kept as hashes. */
export interface Bindings {
  /** However long ago it was used. */
  get(provider: string, session: string): Binding | undefined
  bind(provider: string, session: string, account: string): void
  touch(provider: string, session: string): void
  /** From now on these sealed contents are known to be another account's. */
  disown(provider: string, session: string, contents: readonly string[]): void
  /** Asks for one sealed content; `undefined` where none of the session's is foreign. */
  foreign(provider: string, session: string): ((content: string) => boolean) | undefined
  /** Live sessions by account id. */
  count(provider: string, ttl: number): ReadonlyMap<string, number>
  /** The account that got the last new session. */
  last(provider: string): string | undefined
  assigned(provider: string, account: string): void
  /** Resolves once everything is on disk. */
  flush(): Promise<void>
}

interface Stored {
  readonly bindings: Readonly<Record<string, Binding>>
  readonly last: Readonly<Record<string, string>>
  /** Sealed contents that the account of a session cannot read, as hashes; the session that grew last stands last. */
  readonly foreign: Readonly<Record<string, readonly string[]>>
}

/** Milliseconds after which a use is written down again. */
const TOUCH = 60_000
/** Sessions that are kept; the ones used longest ago go first. */
const MOST = 5000
/** Sessions whose foreign contents are kept, and contents of one session. */
const MOST_MOVED = 200
const MOST_MARKS = 2000

export function openBindings(file: string, clock: Clock): Bindings {
  const stored = read(file)
  const bindings = new Map(Object.entries(stored.bindings))
  const last = new Map(Object.entries(stored.last))
  const foreign = new Map(Object.entries(stored.foreign).map(([key, marks]) => [key, new Set(marks)] as const))
  let writing: Promise<void> | undefined
  let dirty = false

  const write = async (): Promise<void> => {
    while (dirty) {
      dirty = false
      const data: Stored = {
        bindings: Object.fromEntries([...bindings].sort(([, a], [, b]) => b.at - a.at).slice(0, MOST)),
        last: Object.fromEntries(last),
        foreign: Object.fromEntries([...foreign].map(([key, marks]) => [key, [...marks]])),
      }
      await writeAtomic(file, `${JSON.stringify({version: 1, ...data})}\n`).catch(() => undefined)
    }
  }
  const save = (): void => {
    dirty = true
    writing ??= write().finally(() => {
      writing = undefined
    })
  }
  const set = (key: string, binding: Binding): void => {
    bindings.set(key, binding)
    save()
  }
  return {
    get: (provider, session) => bindings.get(keyOf(provider, session)),
    bind: (provider, session, account) => set(keyOf(provider, session), {account, at: clock.now()}),
    touch(provider, session) {
      const key = keyOf(provider, session)
      const found = bindings.get(key)
      if (found !== undefined && clock.now() - found.at > TOUCH) set(key, {...found, at: clock.now()})
    },
    disown(provider, session, contents) {
      const key = keyOf(provider, session)
      const before = foreign.get(key) ?? new Set()
      const added = contents.map(markOf).filter((mark) => !before.has(mark))
      if (added.length === 0) return
      foreign.delete(key)
      foreign.set(key, new Set([...before, ...added].slice(-MOST_MARKS)))
      const [oldest] = foreign.keys()
      if (foreign.size > MOST_MOVED && oldest !== undefined) foreign.delete(oldest)
      save()
    },
    foreign(provider, session) {
      const marks = foreign.get(keyOf(provider, session))
      return marks && ((content) => marks.has(markOf(content)))
    },
    count: (provider, ttl) => countLive(bindings, provider, clock.now() - ttl),
    last: (provider) => last.get(provider),
    assigned(provider, account) {
      last.set(provider, account)
      save()
    },
    flush: async () => writing,
  }
}

function countLive(bindings: ReadonlyMap<string, Binding>, provider: string, since: number) {
  const counts = new Map<string, number>()
  for (const [key, {account, at}] of bindings)
    if (at > since && key.startsWith(`${provider} `)) counts.set(account, (counts.get(account) ?? 0) + 1)
  return counts
}

/** What a client calls its session says nothing to whoever reads the file. */
function keyOf(provider: string, session: string): string {
  const name = names.get(session) ?? hash('sha256', session, 'base64url').slice(0, 22)
  names.set(session, name)
  return `${provider} ${name}`
}

/** A session asks many times. */
const names = new RecentMap<string>(1000)

/** Sealed contents are long. */
function markOf(content: string): string {
  return hash('sha256', content, 'base64url').slice(0, 16)
}

/** A memory: one that cannot be read is begun anew. */
function read(file: string): Stored {
  try {
    const {bindings = {}, last = {}, foreign = {}} = JSON.parse(readFileSync(file, 'utf8')) as Partial<Stored>
    return {bindings, last, foreign}
  } catch {
    return {bindings: {}, last: {}, foreign: {}}
  }
}

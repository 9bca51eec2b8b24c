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
  /** It was on another account before: sealed items of its history may be that one's. */
  readonly moved?: true
}

/** Which account serves which session. Outlives a restart of the proxy; sessions are kept as hashes. */
export interface Bindings {
  get(provider: string, session: string, ttl: number): Binding | undefined
  bind(provider: string, session: string, account: string): void
  touch(provider: string, session: string): void
  move(provider: string, session: string): void
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
}

/** Milliseconds after which a use is written down again. */
const TOUCH = 60_000
/** Sessions that are kept; the ones used longest ago go first. */
const MOST = 5000

export function openBindings(file: string, clock: Clock): Bindings {
  const stored = read(file)
  const bindings = new Map(Object.entries(stored.bindings))
  const last = new Map(Object.entries(stored.last))
  let writing: Promise<void> | undefined
  let dirty = false

  const write = async (): Promise<void> => {
    while (dirty) {
      dirty = false
      const kept = [...bindings].sort(([, a], [, b]) => b.at - a.at).slice(0, MOST)
      const data: Stored = {bindings: Object.fromEntries(kept), last: Object.fromEntries(last)}
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
    get(provider, session, ttl) {
      const found = bindings.get(keyOf(provider, session))
      return found !== undefined && clock.now() - found.at < ttl ? found : undefined
    },
    bind(provider, session, account) {
      const key = keyOf(provider, session)
      const before = bindings.get(key)
      const moved = before !== undefined && (before.moved || before.account !== account)
      set(key, {account, at: clock.now(), ...(moved && {moved: true as const})})
    },
    touch(provider, session) {
      const key = keyOf(provider, session)
      const found = bindings.get(key)
      if (found !== undefined && clock.now() - found.at > TOUCH) set(key, {...found, at: clock.now()})
    },
    move(provider, session) {
      const key = keyOf(provider, session)
      const found = bindings.get(key)
      if (found !== undefined) set(key, {...found, moved: true})
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

/** A memory: one that cannot be read is begun anew. */
function read(file: string): Stored {
  try {
    const {bindings = {}, last = {}} = JSON.parse(readFileSync(file, 'utf8')) as Partial<Stored>
    return {bindings, last}
  } catch {
    return {bindings: {}, last: {}}
  }
}

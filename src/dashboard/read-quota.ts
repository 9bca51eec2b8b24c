import {QUOTA_LIFE} from '../accounts/quota.js'
import type {Clock} from '../contract/index.js'
import type {AccountQuota, QuotaReport} from '../proxy/reports.js'
import type {DashboardParts, NamedDesk} from './dashboard-parts.js'
import {asOfOf, makeQuotaAlarm} from './quota-alarm.js'
import {makeQuotaMemory} from './quota-memory.js'

export interface QuotaReader {
  /** What is known, soon; what is too old is asked for meanwhile, and told as a change when it is there. */
  read(provider: string): Promise<QuotaReport>
  /** Asks the upstream now, or as soon as it may be asked again; all accounts when none is named. */
  refresh(provider: string, ids?: readonly string[]): Promise<{readonly nextAllowedAt: string}>
  /** What was known is worth nothing any more: somebody signed in. */
  renew(provider: string, id: string): void
  close(): void
}

export interface QuotaParts extends Pick<DashboardParts, 'changes'> {
  readonly host: {readonly clock: Clock}
  desk(): Promise<Pick<NamedDesk, 'instance' | 'quota'>>
}

/** Milliseconds between two questions by hand about one account. */
const PAUSE = 10_000
/** Milliseconds for which an answer waits for the upstream: a fast one is in the first answer. */
const PATIENCE = 400

/** When an account was asked about last, and of whom: another proxy has not been asked yet. */
interface Asked {
  readonly at: number
  /** Absent while the question waits for its turn. */
  readonly desk?: string
}

export function openQuotaReader({host, changes, desk}: QuotaParts): QuotaReader {
  const {clock} = host
  const memory = makeQuotaMemory()
  const asked = new Map<string, Asked>()
  const later = new Map<string, NodeJS.Timeout>()
  const alarm = makeQuotaAlarm(clock, () => changes.tell('quota'))
  let asking: Promise<void> = Promise.resolve()

  const ask = (provider: string, ids: readonly string[], refresh: boolean): Promise<void> => {
    for (const id of ids) asked.set(id, {at: clock.now()})
    asking = asking.then(() => askEach(provider, ids, refresh))
    return asking
  }
  // One account at a time, so that the first is told before the last has answered.
  const askEach = async (provider: string, ids: readonly string[], refresh: boolean): Promise<void> => {
    const at = await desk().catch(() => undefined)
    for (const id of ids) {
      asked.set(id, {at: clock.now(), desk: at?.instance})
      const report = await at?.quota(provider, {accounts: [id], refresh}).catch(() => undefined)
      if (report !== undefined) memory.keep(report)
      changes.tell('quota')
    }
  }
  const askedAt = (id: string): number => asked.get(id)?.at ?? Number.NEGATIVE_INFINITY
  const allowedAt = (id: string): number => askedAt(id) + PAUSE
  const askLater = (provider: string, id: string): void => {
    if (later.has(id)) return
    const work = (): void => {
      later.delete(id)
      void ask(provider, [id], true)
    }
    later.set(id, setTimeout(work, allowedAt(id) - clock.now()).unref())
  }
  return {
    async read(provider) {
      const at = await desk()
      const look = async () => memory.fill(await at.quota(provider, {known: true}))
      const first = await look()
      const sinceAsked = (id: string) => {
        const last = asked.get(id)
        const isOther = last?.desk !== undefined && last.desk !== at.instance
        return isOther ? Number.POSITIVE_INFINITY : clock.now() - askedAt(id)
      }
      const old = first.accounts.filter((one) => isOld(one, clock.now()) && sinceAsked(one.id) >= QUOTA_LIFE)
      const over = first.accounts.filter((one) => isOver(one, clock.now()) && sinceAsked(one.id) > PAUSE)
      const work = [
        ...(old.length > 0 ? [ask(provider, idsOf(old), false)] : []),
        ...(over.length > 0 ? [ask(provider, idsOf(over), true)] : []),
      ]
      const report = work.length === 0 ? first : await soon(work, look)
      alarm.set(report, askedAt)
      return report
    },
    async refresh(provider, ids) {
      const {accounts} = await (await desk()).quota(provider, {known: true})
      const wanted = idsOf(accounts).filter((id) => ids === undefined || ids.includes(id))
      const free = wanted.filter((id) => allowedAt(id) <= clock.now())
      if (free.length > 0) void ask(provider, free, true)
      for (const id of wanted) if (!free.includes(id)) askLater(provider, id)
      return {nextAllowedAt: new Date(Math.max(clock.now(), ...wanted.map(allowedAt))).toISOString()}
    },
    renew(provider, id) {
      memory.forget(provider, id)
      void ask(provider, [id], true)
    },
    close() {
      alarm.close()
      for (const timer of later.values()) clearTimeout(timer)
    },
  }
}

/** What could not be read is tried again in its time, also where something older is known. */
function isOld(known: AccountQuota, now: number): boolean {
  return known.error !== null || now - asOfOf(known) >= QUOTA_LIFE
}

/** A window has come back since it was looked at. */
function isOver({windows, asOf}: AccountQuota, now: number): boolean {
  return windows.some(({resetAt}) => resetAt !== null && isBetween(Date.parse(resetAt), Date.parse(asOf ?? ''), now))
}

function isBetween(at: number, from: number, to: number): boolean {
  return at > from && at <= to
}

function idsOf(accounts: readonly {readonly id: string}[]): readonly string[] {
  return accounts.map(({id}) => id)
}

async function soon(work: readonly Promise<void>[], look: () => Promise<QuotaReport>): Promise<QuotaReport> {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE).unref())
  await Promise.race([Promise.all(work), late])
  return look()
}

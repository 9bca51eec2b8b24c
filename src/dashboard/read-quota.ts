import {QUOTA_LIFE} from '../accounts/quota.js'
import type {ProxyDesk, QuotaReport} from '../proxy/reports.js'
import type {DashboardParts} from './dashboard-parts.js'

export interface QuotaReader {
  /** What is known, soon; what is too old is asked for meanwhile, and told as a change when it is there. */
  read(provider: string): Promise<QuotaReport>
  /** Asks the upstream now, or as soon as it may be asked again; all accounts when none is named. */
  refresh(provider: string, ids?: readonly string[]): Promise<{readonly nextAllowedAt: string}>
  /** What was known is worth nothing any more: somebody signed in. */
  renew(provider: string, id: string): void
  close(): void
}

/** Milliseconds between two questions by hand about one account. */
const PAUSE = 10_000
/** Milliseconds for which an answer waits for the upstream: a fast one is in the first answer. */
const PATIENCE = 400
/** Milliseconds after a reset at which the upstream knows of it. */
const AFTER_RESET = 2000

export function openQuotaReader({host, changes, desk}: DashboardParts): QuotaReader {
  const {clock} = host
  const asked = new Map<string, number>()
  const later = new Map<string, NodeJS.Timeout>()
  let asking: Promise<void> = Promise.resolve()
  let alarm: NodeJS.Timeout | undefined

  const ask = (provider: string, ids: readonly string[], refresh: boolean): Promise<void> => {
    for (const id of ids) asked.set(id, clock.now())
    asking = asking.then(() => askEach(provider, ids, refresh))
    return asking
  }
  // One account at a time, so that the first is told before the last has answered.
  const askEach = async (provider: string, ids: readonly string[], refresh: boolean): Promise<void> => {
    const at = await desk().catch(() => undefined)
    for (const id of ids) {
      await at?.quota(provider, {accounts: [id], refresh}).catch(() => undefined)
      changes.tell('quota')
    }
  }
  const allowedAt = (id: string): number => (asked.get(id) ?? Number.NEGATIVE_INFINITY) + PAUSE
  const askLater = (provider: string, id: string): void => {
    if (later.has(id)) return
    const work = (): void => {
      later.delete(id)
      void ask(provider, [id], true)
    }
    later.set(id, setTimeout(work, allowedAt(id) - clock.now()).unref())
  }
  const wakeAtReset = (report: QuotaReport): void => {
    const next = Math.min(...resetsOf(report).filter((at) => at > clock.now()))
    clearTimeout(alarm)
    if (Number.isFinite(next) && next - clock.now() < LONGEST)
      alarm = setTimeout(() => changes.tell('quota'), next - clock.now() + AFTER_RESET).unref()
  }

  return {
    async read(provider) {
      const at = await desk()
      const first = await at.quota(provider, {known: true})
      const sinceAsked = (id: string) => clock.now() - (asked.get(id) ?? Number.NEGATIVE_INFINITY)
      const old = first.accounts.filter((one) => isOld(one, clock.now()) && sinceAsked(one.id) > QUOTA_LIFE)
      const over = first.accounts.filter((one) => isOver(one, clock.now()) && sinceAsked(one.id) > PAUSE)
      const work = [
        ...(old.length > 0 ? [ask(provider, idsOf(old), false)] : []),
        ...(over.length > 0 ? [ask(provider, idsOf(over), true)] : []),
      ]
      const report = work.length === 0 ? first : await soon(work, () => at.quota(provider, {known: true}))
      wakeAtReset(report)
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
    renew: (provider, id) => void ask(provider, [id], true),
    close() {
      clearTimeout(alarm)
      for (const timer of later.values()) clearTimeout(timer)
    },
  }
}

type Known = QuotaReport['accounts'][number]

/** Milliseconds that a timer can wait. */
const LONGEST = 2 ** 31 - 1

function isOld({asOf}: Known, now: number): boolean {
  return asOf === null || now - Date.parse(asOf) > QUOTA_LIFE
}

/** A window has come back since it was looked at. */
function isOver({windows, asOf}: Known, now: number): boolean {
  return windows.some(({resetAt}) => resetAt !== null && isBetween(Date.parse(resetAt), Date.parse(asOf ?? ''), now))
}

function isBetween(at: number, from: number, to: number): boolean {
  return at > from && at <= to
}

function resetsOf({accounts}: QuotaReport): readonly number[] {
  return accounts.flatMap(({windows}) => windows.map(({resetAt}) => Date.parse(resetAt ?? '')))
}

function idsOf(accounts: readonly {readonly id: string}[]): readonly string[] {
  return accounts.map(({id}) => id)
}

async function soon(work: readonly Promise<void>[], look: () => ReturnType<ProxyDesk['quota']>): Promise<QuotaReport> {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE).unref())
  await Promise.race([Promise.all(work), late])
  return look()
}

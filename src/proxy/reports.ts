import type {AccountStateCode} from '../contract/index.js'

/** What a proxy tells about itself: its control endpoints, the commands and the dashboard share these. Times are RFC 3339. */
export interface StatusReport {
  readonly running: true
  readonly pid: number
  readonly port: number
  readonly url: string
  readonly version: string
  readonly engine: 'embedded'
  /** Names this process; another start, another name. */
  readonly instance: string
  /** Open leases. */
  readonly sessions: number
  readonly startedAt: string
}

export interface StateReport {
  readonly code: AccountStateCode
  readonly until: string | null
  readonly message: string | null
}

export interface WindowReport {
  /** By length: `5-hour`, `Weekly`, `Monthly`, else `N-hour` or `N-day`. */
  readonly label: string
  readonly seconds: number
  readonly usedPercent: number | null
  readonly used: number | null
  readonly limit: number | null
  readonly unit: string | null
  readonly resetAt: string | null
}

export interface AccountQuota {
  readonly id: string
  readonly nickname: string
  readonly email: string
  readonly plan: string | null
  readonly state: StateReport
  readonly asOf: string | null
  readonly source: 'live' | 'cache' | 'headers'
  readonly error: {readonly code: string; readonly message: string; readonly command?: string} | null
  /** The upstream's own word, whatever the percents say; `null` when it gave none. */
  readonly limitReached: boolean | null
  readonly windows: readonly WindowReport[]
  readonly features: readonly {readonly name: string; readonly windows: readonly WindowReport[]}[]
  readonly credits: {readonly balance: string | null; readonly unlimited: boolean} | null
  readonly resetCredits: number | null
}

export interface QuotaReport {
  readonly provider: string
  readonly asOf: string | null
  readonly cachedUntil: string | null
  readonly accounts: readonly AccountQuota[]
}

export interface RoutingReport {
  readonly provider: string
  readonly strategy: string
  readonly affinity: {
    readonly enabled: boolean
    readonly ttl: string
    /** Told where it is so. */
    readonly spreadSubagents?: true
  }
  readonly accounts: readonly {
    readonly id: string
    readonly nickname: string
    readonly state: StateReport
    readonly paused: boolean
    readonly priority: number
    /** Sessions that are bound to it. */
    readonly sessions: number
  }[]
  /** Ids of who would serve the next new sessions, in order. */
  readonly next: readonly string[]
}

export interface QuotaWish {
  /** Only these, by id. */
  readonly accounts?: readonly string[]
  /** The upstream is asked now, whatever is known. */
  readonly refresh?: boolean
  /** What is known is told; nobody is asked. */
  readonly known?: boolean
}

/** What a running proxy can be asked besides turns. */
export interface ProxyDesk {
  quota(provider: string, wish?: QuotaWish): Promise<QuotaReport>
  routing(provider: string): Promise<RoutingReport>
  /** Resolves to the ids of those that a throttle of a moment held back besides, which no file knows. */
  clearCooldown(provider: string, account?: string): Promise<readonly string[]>
}

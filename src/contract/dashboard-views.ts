import type {AccountState} from './account.js'
import type {Effort} from './effort.js'
import type {Model, Slot} from './models.js'
import type {Window} from './turn-event.js'

export interface Bootstrap {
  readonly version: string
  readonly providers: readonly {
    readonly id: string
    readonly title: string
    readonly models: readonly Model[]
    readonly slots: Readonly<Record<Slot, string>>
    readonly signIn: 'oauth' | 'api-key'
    readonly device: boolean
  }[]
  readonly runtimes: readonly {
    readonly id: string
    readonly title: string
    readonly binary: string | null
    readonly version: string | null
  }[]
  readonly efforts: readonly Effort[]
  readonly timeZone: string
}

export interface NamedWindow extends Omit<Window, 'resetAt'> {
  readonly label: string
  readonly resetAt: string | null
}

/** Times are RFC 3339. */
export interface AccountView {
  readonly id: string
  readonly nickname: string
  readonly email: string
  readonly plan: string | null
  readonly workspaceTail: string | null
  readonly isDefault: boolean
  readonly paused: boolean
  readonly state: Omit<AccountState, 'until'> & {readonly until: string | null}
  readonly asOf: string | null
  readonly error: string | null
  readonly subscriptionEndsAt: string | null
  readonly tokenExpiresAt: string | null
  readonly lastRefreshedAt: string | null
  readonly lastUsedAt: string | null
  readonly windows: readonly NamedWindow[]
  readonly features: readonly {readonly name: string; readonly windows: readonly NamedWindow[]}[]
  readonly credits: {readonly balance: string | null; readonly unlimited: boolean} | null
  readonly resetCredits: number
  /** Twenty buckets over 24 hours, oldest first: [succeeded, failed]. */
  readonly health: {
    readonly requests: number
    readonly failed: number
    readonly buckets: readonly (readonly [number, number])[]
  }
}

export interface Attention {
  readonly code: string
  readonly accountId: string | null
  readonly text: string
  readonly command: string | null
}

export interface Overview {
  readonly provider: string
  readonly title: string
  readonly asOf: string | null
  readonly cachedUntil: string | null
  readonly source: 'live' | 'cache' | 'headers' | 'none'
  readonly proxy: ProxyView
  readonly routing: {readonly strategy: string; readonly affinity: {readonly enabled: boolean; readonly ttl: string}}
  readonly attention: readonly Attention[]
  readonly accounts: readonly AccountView[]
}

export type LoginMethod = 'browser' | 'device' | 'paste' | 'key'

export interface LoginView {
  readonly loginId: string
  readonly state: 'waiting' | 'done' | 'failed' | 'wrong_account' | 'cancelled'
  readonly method: LoginMethod
  readonly authorizeUrl: string | null
  readonly userCode: string | null
  readonly verificationPage: string | null
  readonly expiresAt: string | null
  readonly message: string | null
  readonly accountId: string | null
}

export interface ModelAnswer {
  readonly id: string
  readonly model: string
  readonly effort: string | null
  readonly effortSource: string
  readonly tier: string | null
  readonly notes: readonly string[]
  readonly fallback: {readonly model: string; readonly reason: string} | null
}

/** What is said of a variant: what is absent stays as it is, `null` takes it out. A new one needs provider and default. */
export interface VariantInput {
  readonly provider?: string
  readonly target?: string | null
  readonly account?: string | null
  readonly effort?: Effort | null
  readonly slots: Readonly<Partial<Record<Slot, string | null>>>
}

export interface VariantView {
  readonly name: string
  readonly provider: string
  readonly target?: string
  readonly account?: string
  readonly effort?: Effort
  readonly slots: Readonly<Partial<Record<Slot, string>>>
  readonly command: string
  readonly lastUsedAt: string | null
  /** Why it does not work as it is. */
  readonly problem: string | null
}

export interface RoutingView {
  readonly strategy: string
  readonly strategies: readonly {readonly id: string; readonly text: string}[]
  readonly affinity: {readonly enabled: boolean; readonly ttl: string}
  readonly accounts: readonly {
    readonly id: string
    readonly nickname: string
    readonly sessions: number
    readonly paused: boolean
    readonly state: AccountView['state']
  }[]
  /** Who would get the next eight new sessions, in order; nobody when no account can serve. */
  readonly next: readonly string[]
}

export interface PageQuery {
  readonly cursor?: string
  readonly level?: string
  readonly q?: string
  readonly account?: string
  readonly model?: string
}

export interface Page<T> {
  readonly items: readonly T[]
  readonly cursor: string | null
}

export interface LogView {
  readonly at: string
  readonly level: string
  readonly text: string
}

export interface RequestView {
  readonly id: string
  readonly at: string
  readonly account: string | null
  readonly asked: string
  readonly sent: string | null
  readonly effort: string | null
  readonly effortSource: string | null
  readonly tier: string | null
  readonly fallback: string | null
  readonly status: number
  readonly error: string | null
  readonly retries: number
  readonly milliseconds: number
  readonly firstByteMilliseconds: number | null
  readonly input: number
  readonly cached: number
  readonly output: number
  readonly reasoning: number
}

export interface UsageQuery {
  readonly since: string
  readonly until?: string
  /** A step of the series; by the hour for up to two days when absent, else by the day. */
  readonly bucket?: 'hour' | 'day'
  readonly by: 'account' | 'model' | 'day'
}

export interface UsageView {
  readonly since: string
  readonly until: string
  readonly rows: readonly {
    readonly key: string
    readonly requests: number
    readonly failed: number
    readonly input: number
    readonly cached: number
    readonly output: number
    readonly reasoning: number
  }[]
  readonly series: readonly {
    readonly at: string
    readonly requests: number
    readonly failed: number
    readonly tokens: number
  }[]
}

export interface ProxyView {
  /** Whether it answers: one that is there and does not has a process and a port all the same. */
  readonly running: boolean
  readonly pid: number | null
  readonly port: number | null
  readonly url: string | null
  readonly version: string | null
  readonly engine: 'embedded' | 'external'
  readonly sessions: number
  readonly startedAt: string | null
}

export interface DoctorView {
  readonly ok: boolean
  readonly checks: readonly {
    readonly code: string
    readonly status: 'ok' | 'warn' | 'fail'
    readonly message: string
    readonly command: string | null
    readonly fixable: boolean
  }[]
}

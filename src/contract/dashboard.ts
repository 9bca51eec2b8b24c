import type {
  Bootstrap,
  DoctorView,
  LoginMethod,
  LoginView,
  LogView,
  ModelAnswer,
  Overview,
  Page,
  PageQuery,
  ProxyView,
  RequestView,
  RoutingView,
  UsageQuery,
  UsageView,
  VariantInput,
  VariantView,
} from './dashboard-views.js'
import type {Effort} from './effort.js'
import type {Slot} from './models.js'

/** The default export of a hook file named in `oclif.hooks["ccs:dashboard"]`: serves the pages until it is closed. */
export type DashboardHook = (request: {
  readonly contract: 1
  readonly host: DashboardHost
  readonly options: DashboardOptions
}) => Promise<Dashboard>

export interface DashboardOptions {
  /** 0 picks a free port. */
  readonly port: number
  /** Milliseconds without any client until the server closes by itself. */
  readonly idleTimeout: number
}

export interface Dashboard {
  readonly port: number
  /** A fresh link with a code that opens once, within two minutes. */
  link(): string
  close(): Promise<void>
  /** Resolves when it was closed, by `close` or by idleness. */
  readonly closed: Promise<void>
}

/**
 * All that the dashboard may do: what the commands do, and nothing more. No member gives out a token, a key or a path of
 * a token file. Rejections carry `code`, `message`, `hint?`, `command?` and become the API's error shape.
 */
export interface DashboardHost {
  readonly version: string
  bootstrap(): Promise<Bootstrap>
  overview(provider: string): Promise<Overview>
  refreshQuota(provider: string, accountIds?: readonly string[]): Promise<{readonly nextAllowedAt: string}>
  renameAccount(provider: string, accountId: string, nickname: string): Promise<void>
  useAccount(provider: string, accountId: string): Promise<void>
  pauseAccount(provider: string, accountId: string): Promise<void>
  resumeAccount(provider: string, accountId: string): Promise<void>
  removeAccount(provider: string, accountId: string): Promise<void>
  startLogin(
    provider: string,
    login: {readonly method: LoginMethod; readonly accountId?: string; readonly asDefault?: boolean},
  ): Promise<LoginView>
  login(loginId: string): Promise<LoginView>
  /** A pasted redirect address, query or code; for an API-key provider, the key. */
  finishLogin(loginId: string, answer: string): Promise<LoginView>
  /** After `wrong_account`: keeps the tokens as a new account. */
  adoptLogin(loginId: string): Promise<LoginView>
  cancelLogin(loginId: string): Promise<void>
  resolveModel(
    provider: string,
    question: {
      readonly id: string
      readonly slot?: Slot
      readonly accountId?: string
      /** The effort that a variant fixes for all its slots. */
      readonly effort?: Effort
    },
  ): Promise<ModelAnswer>
  variants(): Promise<readonly VariantView[]>
  saveVariant(name: string, variant: VariantInput, mode: 'create' | 'update'): Promise<VariantView>
  renameVariant(name: string, to: string): Promise<VariantView>
  removeVariant(name: string): Promise<void>
  routing(): Promise<RoutingView>
  /** Nicknames of who would get the next new sessions, as many as are asked for. */
  previewRouting(count: number): Promise<readonly string[]>
  setRouting(change: {
    readonly strategy?: string
    readonly affinity?: {readonly enabled?: boolean; readonly ttl?: string}
    readonly order?: readonly string[]
  }): Promise<RoutingView>
  clearCooldown(accountId?: string): Promise<void>
  /** Files that a person may edit as text: the provider's settings, each variant's, `config.yaml`, the proxy's. */
  files(): Promise<readonly {readonly scope: string; readonly title: string; readonly format: 'json' | 'yaml'}[]>
  /** `secrets`: where the text holds what no page may show, in order; `bare`: a number, which has no quotes to stand in. */
  readFile(scope: string): Promise<{
    readonly text: string
    readonly path: string
    readonly secrets: readonly {readonly start: number; readonly end: number; readonly bare?: boolean}[]
  }>
  /** Throws `invalid_file` with line and column; `changed_outside` when the file is no longer `before`. */
  writeFile(scope: string, text: string, before: string): Promise<void>
  /** `warnings`: what may be meant, but is worth a second look; it is written all the same. */
  validateFile(
    scope: string,
    text: string,
  ): Promise<{
    readonly ok: boolean
    readonly line?: number
    readonly column?: number
    readonly message?: string
    readonly warnings?: readonly {readonly line: number; readonly column: number; readonly message: string}[]
  }>
  backups(scope: string): Promise<readonly {readonly id: string; readonly at: string; readonly bytes: number}[]>
  restore(scope: string, backupId: string): Promise<void>
  usage(query: UsageQuery): Promise<UsageView>
  requests(query: PageQuery): Promise<Page<RequestView>>
  logs(query: PageQuery): Promise<Page<LogView>>
  proxy(): Promise<ProxyView>
  controlProxy(action: 'start' | 'stop' | 'restart'): Promise<ProxyView>
  doctor(): Promise<DoctorView>
  fix(check: string): Promise<DoctorView>
  /** Calls back on every change seen, also those made by other processes. Returns how to stop. */
  watch(listener: (event: DashboardEvent) => void): () => void
}

export type DashboardEvent = {
  readonly type: 'codex' | 'quota' | 'variant' | 'routing' | 'settings' | 'proxy' | 'request' | 'login' | 'log'
  readonly data: unknown
}

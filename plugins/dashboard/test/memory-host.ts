import type {AccountView, DashboardEvent, DashboardHost, LoginView, Overview, ProxyView, RoutingView} from 'ccs/plugin'
import {found} from './host-error.js'
import {memoryFiles} from './memory-files.js'
import {memoryVariants} from './memory-variants.js'
import {account, BOOTSTRAP, iso, told} from './sample-views.js'

/** A host whose state lives in memory: every member does what it says, so the page can be driven without accounts. */
export interface MemoryHost extends DashboardHost {
  accounts: AccountView[]
  files_: Map<string, string>
  emit(event: DashboardEvent): void
  readonly calls: string[]
}

const HOUR = 3_600_000

export function memoryHost(
  accounts: AccountView[] = [account('a1', 'john', {isDefault: true}), account('a2', 'sarah')],
): MemoryHost {
  const listeners = new Set<(event: DashboardEvent) => void>()
  const calls: string[] = []
  const files = new Map([['codex', '{\n  "env": {\n    "ANTHROPIC_MODEL": "gpt-5.4"\n  }\n}\n']])
  const logins = new Map<string, LoginView>()
  let proxy: ProxyView = {
    running: true,
    pid: 4242,
    port: 8317,
    url: 'http://127.0.0.1:8317',
    version: '0.1.0',
    engine: 'embedded',
    sessions: 1,
    startedAt: iso(-HOUR),
  }
  let strategy = 'round-robin'
  let affinity = {enabled: true, ttl: '1h'}
  const host: MemoryHost = {
    version: '0.1.0',
    accounts,
    files_: files,
    calls,
    emit: (event) => {
      for (const listener of listeners) listener(event)
    },
    bootstrap: async () => BOOTSTRAP,
    overview: async (provider): Promise<Overview> => ({
      provider,
      title: 'Codex',
      asOf: iso(-36_000),
      cachedUntil: iso(84_000),
      source: 'cache',
      proxy,
      routing: {strategy, affinity},
      attention: host.accounts
        .filter(({state}) => state.code === 'needs_reauth')
        .map(({id, nickname}) => ({
          code: 'reauth',
          accountId: id,
          text: `${nickname} must sign in again.`,
          command: `ccs codex --auth --account ${nickname}`,
        })),
      accounts: host.accounts,
    }),
    refreshQuota: async (_, ids) => {
      calls.push(`refresh ${ids?.join(',') ?? 'all'}`)
      host.emit({type: 'quota', data: {}})
      return {nextAllowedAt: iso(10_000)}
    },
    renameAccount: async (_, id, nickname) => change(id, {nickname}),
    useAccount: async (_, id) => {
      host.accounts = host.accounts.map((one) => ({...one, isDefault: one.id === id}))
      host.emit({type: 'codex', data: {}})
    },
    pauseAccount: async (_, id) => change(id, {paused: true}),
    resumeAccount: async (_, id) => change(id, {paused: false}),
    removeAccount: async (_, id) => {
      host.accounts = host.accounts.filter((one) => one.id !== id)
      host.emit({type: 'codex', data: {}})
    },
    startLogin: async (_, {method, accountId}) => {
      const login: LoginView = {
        loginId: `l${logins.size + 1}`,
        state: 'waiting',
        method,
        authorizeUrl: 'https://auth.example/authorize',
        userCode: method === 'device' ? 'ABCD-12345' : null,
        verificationPage: 'https://auth.example/device',
        expiresAt: iso(300_000),
        message: null,
        accountId: accountId ?? null,
      }
      logins.set(login.loginId, login)
      return login
    },
    login: async (id) => found(logins.get(id), 'unknown_login'),
    finishLogin: async (id, answer) => {
      const login = {
        ...found(logins.get(id), 'unknown_login'),
        state: answer === 'wrong' ? ('wrong_account' as const) : ('done' as const),
        message: answer === 'wrong' ? 'That was somebody else.' : 'Signed in.',
      }
      logins.set(id, login)
      if (login.state === 'done') {
        if (login.accountId === null) host.accounts = [...host.accounts, account(`n${host.accounts.length}`, 'new')]
        else change(login.accountId, {state: {code: 'ready', until: null, message: null}})
      }
      return login
    },
    adoptLogin: async (id) => found(logins.get(id), 'unknown_login'),
    cancelLogin: async (id) => {
      calls.push(`cancel ${id}`)
    },
    ...memoryVariants((event) => host.emit(event)),
    routing: async (): Promise<RoutingView> => ({
      strategy,
      strategies: [
        {id: 'round-robin', text: 'Each new session gets the next account.'},
        {id: 'fill-first', text: 'New sessions go to the first account until it is used up.'},
        {id: 'least-used', text: 'New sessions go to the account with the most left.'},
      ],
      affinity,
      accounts: host.accounts.map(({id, nickname, paused, state}) => ({id, nickname, paused, state, sessions: 1})),
      next: host.accounts.map(({nickname}) => nickname),
    }),
    previewRouting: async (count) =>
      Array.from({length: count}, (_, index) => host.accounts[index % host.accounts.length]?.nickname ?? ''),
    setRouting: async (wish) => {
      const {order = []} = wish
      host.accounts = [...host.accounts].sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id))
      strategy = wish.strategy ?? strategy
      affinity = {enabled: wish.affinity?.enabled ?? affinity.enabled, ttl: wish.affinity?.ttl ?? affinity.ttl}
      host.emit({type: 'routing', data: {}})
      return host.routing()
    },
    clearCooldown: async (id) => {
      if (id !== undefined) change(id, {state: {code: 'ready', until: null, message: null}})
    },
    ...memoryFiles(files),
    ...told,
    logs: async () => ({items: [{at: iso(-1000), level: 'info', text: 'started'}], cursor: null}),
    proxy: async () => proxy,
    controlProxy: async (action) => {
      calls.push(`proxy ${action}`)
      proxy = {...proxy, running: action !== 'stop'}
      host.emit({type: 'proxy', data: {}})
      return proxy
    },
    fix: async (check) => {
      calls.push(`fix ${check}`)
      return host.doctor()
    },
    watch: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  function change(id: string, fields: Partial<AccountView>): void {
    found(
      host.accounts.find((one) => one.id === id),
      'unknown_account',
    )
    host.accounts = host.accounts.map((one) => (one.id === id ? {...one, ...fields} : one))
    host.emit({type: 'codex', data: {}})
  }
  return host
}

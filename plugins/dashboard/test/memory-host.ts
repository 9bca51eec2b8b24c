import type {
  AccountView,
  Bootstrap,
  DashboardEvent,
  DashboardHost,
  LoginView,
  ModelAnswer,
  NamedWindow,
  Overview,
  ProxyView,
  RoutingView,
  VariantView,
} from 'ccs/plugin'

/** A host whose state lives in memory: every member does what it says, so the page can be driven without accounts. */
export interface MemoryHost extends DashboardHost {
  accounts: AccountView[]
  files_: Map<string, string>
  emit(event: DashboardEvent): void
  readonly calls: string[]
}

export class HostError extends Error {
  override readonly name = 'CcsError'
  constructor(
    readonly code: string,
    message: string,
    readonly command?: string,
  ) {
    super(message)
  }
}

export const T0 = Date.parse('2026-11-24T12:00:00Z')
const iso = (offset: number) => new Date(Date.now() + offset).toISOString()
const HOUR = 3_600_000

export function window(
  seconds: number,
  usedPercent: number | null,
  hoursLeft: number,
  counts?: [number, number],
): NamedWindow {
  const label = seconds === 18_000 ? '5-hour' : 'Weekly'
  return {
    label,
    seconds,
    usedPercent,
    used: counts?.[0] ?? null,
    limit: counts?.[1] ?? null,
    unit: counts === undefined ? null : 'messages',
    resetAt: iso(hoursLeft * HOUR),
  }
}

export function account(id: string, nickname: string, change: Partial<AccountView> = {}): AccountView {
  return {
    id,
    nickname,
    email: `${nickname}@example.com`,
    plan: 'plus',
    workspaceTail: null,
    isDefault: false,
    paused: false,
    state: {code: 'ready', until: null, message: null},
    asOf: iso(-36_000),
    error: null,
    tokenExpiresAt: iso(200 * HOUR),
    lastUsedAt: iso(-HOUR),
    windows: [window(18_000, 42, 3), window(604_800, 61, 54)],
    features: [],
    credits: null,
    resetCredits: 0,
    health: {
      requests: 318,
      failed: 4,
      buckets: Array.from({length: 20}, (_, index) => [index * 3, index % 7 === 0 ? 1 : 0] as const),
    },
    ...change,
  }
}

const MODELS = [
  {
    id: 'gpt-5.5',
    name: 'GPT-5.5',
    efforts: ['minimal', 'low', 'medium', 'high', 'xhigh'],
    tiers: ['fast'],
    access: 'paid',
    notes: 'Newest',
  },
  {
    id: 'gpt-5.4',
    name: 'GPT-5.4',
    efforts: ['minimal', 'low', 'medium', 'high', 'xhigh'],
    tiers: ['fast'],
    access: 'any',
    notes: '',
    recommended: true,
  },
  {
    id: 'gpt-5.4-mini',
    name: 'GPT-5.4 Mini',
    efforts: ['minimal', 'low', 'medium', 'high'],
    tiers: [],
    access: 'any',
    notes: '',
  },
] as const satisfies Bootstrap['providers'][number]['models']

export function memoryHost(
  accounts: AccountView[] = [account('a1', 'john', {isDefault: true}), account('a2', 'sarah')],
): MemoryHost {
  const listeners = new Set<(event: DashboardEvent) => void>()
  const calls: string[] = []
  const variants = new Map<string, VariantView>()
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
    files_: new Map([['codex', '{\n  "env": {\n    "ANTHROPIC_MODEL": "gpt-5.4"\n  }\n}\n']]),
    calls,
    emit: (event) => {
      for (const listener of listeners) listener(event)
    },
    bootstrap: async () => ({
      version: '0.1.0',
      providers: [
        {
          id: 'codex',
          title: 'Codex',
          models: MODELS,
          slots: {default: 'gpt-5.4', opus: 'gpt-5.4', sonnet: 'gpt-5.4', haiku: 'gpt-5.4-mini', subagent: 'gpt-5.4'},
          signIn: 'oauth',
          device: true,
        },
      ],
      runtimes: [{id: 'claude', title: 'Claude Code', binary: '/usr/bin/claude', version: '2.1.330'}],
      efforts: ['minimal', 'low', 'medium', 'high', 'xhigh'],
      timeZone: 'UTC',
    }),
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
    resolveModel: async (_, {id, slot}): Promise<ModelAnswer> => {
      const fast = id.endsWith('-fast')
      const model = MODELS.map((one) => one.id as string)
        .sort((a, b) => b.length - a.length)
        .find((one) => id === one || id.startsWith(`${one}-`))
      if (model === undefined) throw new HostError('unknown_model', `${id} is not a model.`)
      const effort = id.slice(model.length + 1).replace(/-?fast$/, '')
      return {
        id,
        model,
        effort: effort || (slot === 'haiku' ? 'medium' : 'xhigh'),
        effortSource: effort ? 'suffix' : 'slot',
        tier: fast ? 'priority' : null,
        notes: [],
        fallback: null,
      }
    },
    variants: async () => [...variants.values()],
    saveVariant: async (name, input, mode) => {
      if (mode === 'create' && variants.has(name)) throw new HostError('variant_exists', `${name} is there already.`)
      const view = {...input, name, command: `ccs ${name}`, lastUsedAt: null, problem: null}
      variants.set(name, view)
      host.emit({type: 'variant', data: {}})
      return view
    },
    renameVariant: async (name, to) => {
      const view = {...found(variants.get(name), 'unknown_variant'), name: to, command: `ccs ${to}`}
      variants.delete(name)
      variants.set(to, view)
      return view
    },
    removeVariant: async (name) => {
      variants.delete(name)
      host.emit({type: 'variant', data: {}})
    },
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
    setRouting: async (wish) => {
      strategy = wish.strategy ?? strategy
      affinity = {enabled: wish.affinity?.enabled ?? affinity.enabled, ttl: wish.affinity?.ttl ?? affinity.ttl}
      host.emit({type: 'routing', data: {}})
      return host.routing()
    },
    clearCooldown: async (id) => {
      if (id !== undefined) change(id, {state: {code: 'ready', until: null, message: null}})
    },
    files: async () => [{scope: 'codex', title: 'codex.settings.json', format: 'json'}],
    readFile: async (scope) => {
      const text = found(host.files_.get(scope), 'unknown_scope')
      return {text, path: `~/.ccs/${scope}.settings.json`, secrets: canariesIn(text)}
    },
    writeFile: async (scope, text, before) => {
      if (host.files_.get(scope) !== before) throw new HostError('changed_outside', 'The file was changed meanwhile.')
      host.files_.set(scope, text)
    },
    validateFile: async (_, text) => {
      try {
        JSON.parse(text)
        return {ok: true}
      } catch (error) {
        return {ok: false, line: 1, column: 1, message: String(error)}
      }
    },
    backups: async () => [],
    restore: async () => undefined,
    usage: async ({since}) => ({
      since,
      until: iso(0),
      rows: [{key: 'gpt-5.4', requests: 12, failed: 1, input: 120_000, cached: 96_000, output: 4000, reasoning: 1800}],
      series: Array.from({length: 24}, (_, index) => ({
        at: iso((index - 24) * HOUR),
        requests: index,
        failed: index % 5 === 0 ? 1 : 0,
        tokens: index * 100,
      })),
    }),
    requests: async () => ({
      items: [
        {
          id: 'r1',
          at: iso(-1000),
          account: 'john',
          asked: 'gpt-5.4-high-fast',
          sent: 'gpt-5.4',
          effort: 'high',
          effortSource: 'suffix',
          tier: 'priority',
          fallback: null,
          status: 200,
          error: null,
          retries: 0,
          milliseconds: 840,
          firstByteMilliseconds: 210,
          input: 1200,
          cached: 900,
          output: 80,
          reasoning: 20,
        },
      ],
      cursor: null,
    }),
    logs: async () => ({items: [{at: iso(-1000), level: 'info', text: 'started'}], cursor: null}),
    proxy: async () => proxy,
    controlProxy: async (action) => {
      calls.push(`proxy ${action}`)
      proxy = {...proxy, running: action !== 'stop'}
      host.emit({type: 'proxy', data: {}})
      return proxy
    },
    doctor: async () => ({
      ok: false,
      checks: [
        {
          code: 'token_file_mode',
          status: 'warn',
          message: 'A token file can be read by others.',
          command: 'ccs doctor --fix',
          fixable: true,
        },
        {code: 'node', status: 'ok', message: 'Node 20.20.2', command: null, fixable: false},
      ],
    }),
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

/** What this host takes for secret. */
function canariesIn(text: string) {
  return [...text.matchAll(/canary[^"]*/g)].map(({index, 0: match}) => ({start: index, end: index + match.length}))
}

function found<T>(value: T | undefined, code: string): T {
  if (value === undefined) throw new HostError(code, 'There is no such thing.')
  return value
}

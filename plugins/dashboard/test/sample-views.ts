import type {AccountView, Bootstrap, DashboardHost, NamedWindow} from 'ccs/plugin'

const HOUR = 3_600_000

/** Milliseconds from now, as the page is told times. */
export const iso = (offset: number) => new Date(Date.now() + offset).toISOString()

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
    subscriptionEndsAt: null,
    tokenExpiresAt: iso(200 * HOUR),
    lastRefreshedAt: iso(-24 * HOUR),
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

export const MODELS = [
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

export const BOOTSTRAP: Bootstrap = {
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
}

/** What the pages show that nobody changes. */
export const told: Pick<DashboardHost, 'usage' | 'requests' | 'doctor'> = {
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
}

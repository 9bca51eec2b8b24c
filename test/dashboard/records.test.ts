import {appendFileSync, mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import type {LogView, Overview, Page, RequestView, UsageView} from '../../src/contract/index.js'
import type {RequestRecord} from '../../src/journal/request-record.js'
import {HOUR, type UsageRow} from '../../src/journal/usage-table.js'
import {JOHN, SARAH} from '../openai/index.js'
import {until, useDashboard} from './scene.js'

describe('the dashboard: usage, requests and logs', () => {
  const scene = useDashboard(() => ({accounts: [JOHN, SARAH]}))
  const overview = async () => (await scene().get('/api/codex')) as unknown as Overview
  const folder = () => join(scene().home.ccs, 'cliproxy', 'journal')

  const record = (change: Partial<RequestRecord>): RequestRecord => ({
    id: 'req_1',
    at: Date.now(),
    provider: 'codex',
    profile: 'codex',
    protocol: 'anthropic-messages',
    asked: 'gpt-5.4-high-fast',
    sent: {model: 'gpt-5.4', effort: 'high', tier: 'priority', transport: 'http'},
    effort: 'high',
    effortSource: 'suffix',
    tier: 'fast',
    status: 200,
    retries: 0,
    milliseconds: 840,
    firstByteMilliseconds: 210,
    input: 1200,
    cached: 900,
    output: 80,
    reasoning: 20,
    webSearches: 0,
    dropped: [],
    ...change,
  })
  const keep = (records: readonly RequestRecord[]) => {
    mkdirSync(folder(), {recursive: true})
    appendFileSync(join(folder(), 'requests.jsonl'), records.map((one) => `${JSON.stringify(one)}\n`).join(''))
  }
  const row = (hour: number, change: Partial<UsageRow> = {}): UsageRow => ({
    hour,
    provider: 'codex',
    account: 'john',
    model: 'gpt-5.4',
    requests: 2,
    failed: 1,
    input: 100,
    cached: 40,
    output: 10,
    reasoning: 5,
    ...change,
  })

  it('count by account, model and day, with a step for every hour', async () => {
    const hour = Math.floor(Date.now() / HOUR) * HOUR
    mkdirSync(folder(), {recursive: true})
    const rows = [row(hour - 30 * HOUR), row(hour - HOUR), row(hour, {account: 'sarah', model: 'gpt-5.5'})]
    writeFileSync(join(folder(), 'usage.json'), JSON.stringify({version: 1, rows}))
    const {
      since,
      until: end,
      series,
      ...usage
    } = (await scene().get('/api/usage?from=24h&by=account')) as unknown as UsageView
    const counts = {requests: 2, failed: 1, input: 100, cached: 40, output: 10, reasoning: 5}
    expect(usage).to.deep.equal({
      rows: [
        {key: 'john', ...counts},
        {key: 'sarah', ...counts},
      ],
    })
    expect(Date.parse(since)).to.equal(hour - 24 * HOUR)
    expect(series).to.have.length(Math.ceil((Date.parse(end) - Date.parse(since)) / HOUR))
    expect(series.slice(-2)).to.deep.equal([
      {at: new Date(hour - HOUR).toISOString(), requests: 2, failed: 1, tokens: 110},
      {at: new Date(hour).toISOString(), requests: 2, failed: 1, tokens: 110},
    ])
    const week = (await scene().get('/api/usage?from=7d&by=day')) as unknown as UsageView
    expect(week.rows.reduce((sum, {requests}) => sum + requests, 0)).to.equal(6)
    expect(week.series).to.have.length.within(7, 8)
    const date = new Date(hour - 48 * HOUR).toISOString().slice(0, 10)
    expect(((await scene().get(`/api/usage?from=${date}&by=model`)) as unknown as UsageView).rows).to.have.length(2)
    for (const from of ['soon', '1999-01-01', '99999d'])
      expect((await scene().call('GET', `/api/usage?from=${from}`)).status, from).to.equal(422)
  })

  it('count up to the end of a day, and never beyond now', async () => {
    const now = new Date()
    const hour = Math.floor(now.getTime() / HOUR) * HOUR
    mkdirSync(folder(), {recursive: true})
    writeFileSync(join(folder(), 'usage.json'), JSON.stringify({version: 1, rows: [row(hour)]}))
    const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0'))
    const begins = new Date(now.getFullYear(), now.getMonth(), now.getDate())
    for (const to of [today.join('-'), '9999-12-31', '9999-12-31T00:00:00Z']) {
      const {rows, series, ...times} = (await scene().get(
        `/api/usage?from=${today.join('-')}&to=${to}&by=account`,
      )) as unknown as UsageView
      expect(
        rows.map(({requests}) => requests),
        to,
      ).to.deep.equal([2])
      expect(series.map(({at}) => Date.parse(at)).at(-1), to).to.equal(hour)
      expect(Date.parse(times.since), to).to.equal(Math.floor(begins.getTime() / HOUR) * HOUR)
    }
    expect((await scene().call('GET', '/api/usage?from=24h&to=soon')).status).to.equal(422)
  })

  it('are drawn in the steps that are asked for', async () => {
    const hour = Math.floor(Date.now() / HOUR) * HOUR
    const steps = async (query: string) => {
      const {series} = (await scene().get(`/api/usage?${query}`)) as unknown as UsageView
      return new Set(series.slice(1).map(({at}, index) => Date.parse(at) - Date.parse(series[index]?.at ?? '')))
    }
    const since = new Date(hour - 72 * HOUR).toISOString()
    for (const [bucket, step] of [
      ['', 24],
      ['&bucket=day', 24],
      ['&bucket=hour', 1],
    ] as const)
      expect([...(await steps(`from=${since}${bucket}`))], bucket).to.deep.equal([step * HOUR])
    expect((await scene().call('GET', '/api/usage?bucket=week')).status).to.equal(422)
  })

  it('show the latest requests by the page, and by what is looked for', async () => {
    const account = {id: 'x', nickname: 'john'}
    const many = Array.from({length: 250}, (_, index) => record({id: `r${index}`, at: index, account}))
    const failed = record({
      id: 'bad',
      at: 300,
      asked: 'opus',
      sent: undefined,
      status: 429,
      error: {kind: 'all-spent', message: 'All spent.'},
    })
    keep([...many, failed])
    const first = (await scene().get('/api/requests')) as unknown as Page<RequestView>
    expect([first.items[0]?.id, first.items[1]?.id, first.items.length]).to.deep.equal(['bad', 'r249', 200])
    keep([record({id: 'new'})])
    const second = (await scene().get(`/api/requests?cursor=${first.cursor}`)) as unknown as Page<RequestView>
    expect([second.items[0]?.id, second.items.at(-1)?.id, second.cursor]).to.deep.equal(['r50', 'r0', null])
    expect(second.items.at(-1)).to.deep.equal({
      id: 'r0',
      at: '1970-01-01T00:00:00.000Z',
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
    })
    const found = async (query: string) =>
      ((await scene().get(`/api/requests?${query}`)) as unknown as Page<RequestView>).items.map(({id}) => id)
    expect(await found('level=warn')).to.deep.equal(['bad'])
    expect(await found('model=OPUS')).to.deep.equal(['bad'])
    expect(await found('q=spent')).to.deep.equal(['bad'])
    expect(await found('account=nobody')).to.deep.equal([])
  })

  it('pass over lines that tell of no request', async () => {
    const lines = ['null', '"x"', '[]', '{"at": 1e300, "asked": "gpt-5.4", "status": 200}', '{"half']
    mkdirSync(folder(), {recursive: true})
    writeFileSync(join(folder(), 'requests.jsonl'), `${lines.join('\n')}\n`)
    keep([record({id: 'whole'})])
    const {items} = (await scene().get('/api/requests')) as unknown as Page<RequestView>
    expect(items.map(({id}) => id)).to.deep.equal(['whole'])
    expect((await overview()).accounts).to.have.length(2)
  })

  it('show the health of each account, and when a variant was used', async () => {
    const [{id = ''} = {}] = (await overview()).accounts
    const account = {id, nickname: 'john'}
    keep([
      record({at: Date.now() - 2 * 24 * HOUR, account}),
      record({at: Date.now() - HOUR, account, profile: 'quick'}),
      record({at: Date.now(), account, status: 500, error: {kind: 'server-error', message: 'x'}}),
    ])
    const [{health} = {health: undefined}] = (await overview()).accounts
    expect(health?.buckets).to.have.length(20)
    expect({requests: health?.requests, failed: health?.failed, last: health?.buckets.at(-1)}).to.deep.equal({
      requests: 2,
      failed: 1,
      last: [1, 1],
    })
  })

  it('show the log, newest first, and no secret that another version left in it', async () => {
    const {home} = scene()
    const lines = [
      {at: '2026-11-25T12:00:00.000Z', level: 'info', message: 'The proxy listens.', port: 8317},
      {at: '2026-11-25T12:00:01.000Z', level: 'warn', message: 'Bearer canary-canary-canary', account: 'john'},
      {at: '2026-11-25T12:00:02.000Z', level: 'debug', message: 'small'},
    ]
    home.write('.ccs/cliproxy/logs/proxy.log', lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    const {items, cursor} = (await scene().get('/api/logs')) as unknown as Page<LogView>
    expect([items, cursor]).to.deep.equal([
      [
        {at: '2026-11-25T12:00:02.000Z', level: 'debug', text: 'small'},
        {at: '2026-11-25T12:00:01.000Z', level: 'warn', text: '[hidden] (account: john)'},
        {at: '2026-11-25T12:00:00.000Z', level: 'info', text: 'The proxy listens. (port: 8317)'},
      ],
      null,
    ])
    const {items: warnings} = (await scene().get('/api/logs?level=warn')) as unknown as Page<LogView>
    expect(warnings.map(({level}) => level)).to.deep.equal(['warn'])
  })

  it('follow a real request: quota, journal and log are told', async () => {
    await scene().run(['cliproxy', 'start'])
    const {port} = scene().proxy() ?? {}
    const config = await scene().run(['cliproxy', 'status', '--json'])
    expect(JSON.parse(config.stdout).port).to.equal(port)
    const seen = new Set<string>()
    const stop = scene().host.watch(({type}) => seen.add(type))
    const {readFileSync} = await import('node:fs')
    const key = /api-keys:\n\s+- (\S+)/.exec(
      readFileSync(join(scene().home.ccs, 'cliproxy', 'config.yaml'), 'utf8'),
    )?.[1]
    const reply = await fetch(`http://127.0.0.1:${port}/v1/messages`, {
      method: 'POST',
      headers: {'content-type': 'application/json', authorization: `Bearer ${key}`, 'anthropic-version': '2023-06-01'},
      body: JSON.stringify({model: 'opus', max_tokens: 100, messages: [{role: 'user', content: 'hi'}]}),
    })
    expect(reply.status).to.equal(200)
    await until(async () => ['quota', 'request', 'log'].every((type) => seen.has(type)), Boolean)
    stop()
    const {items} = (await scene().get('/api/requests')) as unknown as Page<RequestView>
    expect(items[0]).to.deep.include({asked: 'opus', sent: 'gpt-5.4', status: 200, account: 'john'})
    const {accounts} = await overview()
    expect(accounts.find(({nickname}) => nickname === 'john')?.health.requests).to.equal(1)
  })
})

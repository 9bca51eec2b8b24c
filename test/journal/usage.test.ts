import {expect} from 'chai'
import {isCcsError} from '../../src/errors/ccs-error.js'
import {openJournal} from '../../src/journal/journal.js'
import {reportUsage} from '../../src/journal/report-usage.js'
import type {RequestRecord} from '../../src/journal/request-record.js'
import {readSince} from '../../src/journal/since.js'
import {writeUsageCsv, writeUsageTable} from '../../src/journal/write-usage.js'
import {systemClock} from '../../src/kit/clock.js'
import {useHome} from '../home.js'

const NOW = Date.parse('2026-02-04T18:20:00Z')
const HOUR = 3_600_000

describe('usage', () => {
  const {paths} = useHome()
  const record = (hoursAgo: number, more: Partial<RequestRecord>): RequestRecord => ({
    id: 'r',
    at: NOW - hoursAgo * HOUR,
    provider: 'codex',
    profile: 'codex',
    protocol: 'anthropic-messages',
    asked: 'gpt-5.4',
    status: 200,
    retries: 0,
    milliseconds: 10,
    input: 1000,
    cached: 250,
    output: 10,
    reasoning: 5,
    webSearches: 0,
    dropped: [],
    ...more,
  })
  beforeEach(async () => {
    const journal = openJournal(paths(), {...systemClock, now: () => NOW})
    const john = {account: {id: 'a', nickname: 'john'}}
    journal.record(record(0.2, john))
    journal.record(record(30, {...john, sent: {model: 'gpt-5.5', transport: 'http'}, input: 2000}))
    journal.record(record(60, {asked: 'say "hi", =x', status: 400, input: 0, cached: 0, output: 0, reasoning: 0}))
    journal.record(record(24 * 8, john))
    await journal.flush()
  })
  const report = (since: string, by: 'account' | 'model' | 'day') =>
    reportUsage(paths(), {since: readSince(since, NOW), until: NOW, by})

  it('is added up by account, model or day, from a time on', async () => {
    const total = {requests: 3, failed: 1, input: 3000, cached: 500, output: 20, reasoning: 10}
    expect(await report('7d', 'account')).to.deep.equal({
      since: '2026-01-28T18:00:00.000Z',
      until: '2026-02-04T18:20:00.000Z',
      by: 'account',
      rows: [
        {key: 'john', requests: 2, failed: 0, input: 3000, cached: 500, output: 20, reasoning: 10},
        {key: '(none)', requests: 1, failed: 1, input: 0, cached: 0, output: 0, reasoning: 0},
      ],
      total,
    })
    expect((await report('2026-02-02', 'day')).rows.map(({key, requests}) => [key, requests])).to.deep.equal([
      ['2026-02-02', 1],
      ['2026-02-03', 1],
      ['2026-02-04', 1],
    ])
    expect((await report('30d', 'model')).rows.map(({key, requests}) => [key, requests])).to.deep.equal([
      ['gpt-5.4', 2],
      ['gpt-5.5', 1],
      ['say "hi", =x', 1],
    ])
    expect((await report('1h', 'model')).total.requests).to.equal(1)
  })

  it('is a table for people, with the share of the cache and a sum', async () => {
    expect((await writeUsageTable(await report('7d', 'account'))).split('\n')).to.deep.equal([
      '┌─────────┬──────────┬────────┬───────┬────────────┬────────┬───────────┐',
      '│ account │ requests │ failed │ input │     cached │ output │ reasoning │',
      '├─────────┼──────────┼────────┼───────┼────────────┼────────┼───────────┤',
      '│ john    │        2 │      0 │ 3,000 │ 500 (17 %) │     20 │        10 │',
      '├─────────┼──────────┼────────┼───────┼────────────┼────────┼───────────┤',
      '│ (none)  │        1 │      1 │     0 │          0 │      0 │         0 │',
      '├─────────┼──────────┼────────┼───────┼────────────┼────────┼───────────┤',
      '│ total   │        3 │      1 │ 3,000 │ 500 (17 %) │     20 │        10 │',
      '└─────────┴──────────┴────────┴───────┴────────────┴────────┴───────────┘',
    ])
  })

  it('is comma-separated for spreadsheets', async () => {
    expect(writeUsageCsv(await report('7d', 'model'))).to.equal(
      [
        'model,requests,failed,input,cached,output,reasoning',
        'gpt-5.4,1,0,1000,250,10,5',
        'gpt-5.5,1,0,2000,250,10,5',
        '"say ""hi"", =x",1,1,0,0,0,0',
      ].join('\r\n'),
    )
    const row = {key: '=1+1', requests: 1, failed: 0, input: 0, cached: 0, output: 0, reasoning: 0}
    expect(writeUsageCsv({...(await report('7d', 'model')), rows: [row]})).to.contain("\r\n'=1+1,1,0")
  })

  it('begins at a length of time ago, a date or a time', () => {
    const iso = (written: string) => new Date(readSince(written, NOW)).toISOString()
    expect(iso('90m')).to.equal('2026-02-04T16:00:00.000Z')
    expect(iso('2026-02-01T10:30:00Z')).to.equal('2026-02-01T10:00:00.000Z')
    expect(readSince('2026-02-01', NOW)).to.equal(new Date(2026, 1, 1).getTime())
    for (const written of ['soon', '', '2027-01-01', '2026-13-01', '12', '2026-02-01 or so']) {
      expect(() => readSince(written, NOW), written)
        .to.throw('is no time in the past; write 24h, 7d or 2026-01-31.')
        .that.satisfies(isCcsError)
    }
  })
})

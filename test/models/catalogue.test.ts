import {mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import type {CatalogueModel} from '../../src/contract/index.js'
import {openCatalogue} from '../../src/models/catalogue.js'
import {contextWindowOf, overlay} from '../../src/models/overlay.js'
import {resolveModel} from '../../src/models/resolve.js'
import {SLOTS, TABLE} from './table.js'

const LIVE: readonly CatalogueModel[] = [
  {id: 'gpt-5.4', efforts: ['low', 'medium', 'high', 'xhigh', 'max'], tiers: [], contextWindow: 1_050_000},
  {id: 'gpt-5.4-mini', efforts: ['low', 'medium', 'high', 'xhigh'], tiers: ['fast'], contextWindow: 400_000},
  {id: 'gpt-5.4-high', name: 'A trap'},
  {id: 'gpt-5.6-sol', name: 'GPT-5.6 Sol', efforts: ['low', 'max'], tiers: ['fast'], contextWindow: 272_000},
  {id: 'codex-auto-review', hidden: true},
]

describe('catalogue overlay', () => {
  const models = overlay(TABLE, LIVE)
  const send = (asked: string) => resolveModel(asked, {models, slots: SLOTS, wish: {}}).model

  it('narrows the levels of bundled rows, and leaves grammar and fast tier to them', () => {
    expect(send('gpt-5.4-minimal-fast')).to.deep.include({id: 'gpt-5.4', effort: 'low', tier: 'fast'})
    expect(send('gpt-5.4-max').effort).to.equal('xhigh')
    expect(send('gpt-5.4-mini-xhigh-fast')).to.deep.equal({
      asked: 'gpt-5.4-mini-xhigh-fast',
      id: 'gpt-5.4-mini',
      effort: 'high',
    })
    expect(send('gpt-5.4-high')).to.deep.include({id: 'gpt-5.4', effort: 'high'})
    expect(send('gpt-5.2-minimal').effort).to.equal('minimal')
  })

  it('takes its levels where none is shared, and ours where it names none', () => {
    const [only] = overlay([{...TABLE[0]!, efforts: ['minimal']}], [{id: 'gpt-5.5', efforts: ['low', 'high']}])
    expect(only?.efforts).to.deep.equal(['low', 'high'])
    expect(overlay(TABLE, [{id: 'gpt-5.5'}])).to.deep.equal(TABLE)
  })

  it('makes models that only it knows usable by id, with suffixes', () => {
    expect(send('gpt-5.6-sol-ultra-fast')).to.deep.include({id: 'gpt-5.6-sol', effort: 'max', tier: 'fast'})
    expect(send('codex-auto-review').effort).to.equal('xhigh')
  })

  it('tells windows', () => {
    const windows = ['gpt-5.4-high-fast', 'gpt-5.4-mini', 'gpt-5.2', 'nobody'].map((id) => contextWindowOf(id, models))
    expect(windows).to.deep.equal([1_050_000, 400_000, 272_000, 272_000])
  })
})

describe('catalogue', () => {
  let cache: string
  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'ccs-catalogue-'))
  })
  afterEach(() => rmSync(cache, {recursive: true}))
  let now = Date.now()
  const open = () => openCatalogue({paths: {cache}, provider: {id: 'codex', models: TABLE}, clock: {now: () => now}})

  it('serves the bundled table until there is one, then keeps it for other processes', async () => {
    const catalogue = open()
    expect(catalogue.models()).to.deep.equal(TABLE)
    expect(catalogue.stale()).to.equal(true)
    await catalogue.refresh(async () => LIVE)
    expect(catalogue.models()).to.deep.equal(overlay(TABLE, LIVE))
    expect(open().models()).to.deep.equal(overlay(TABLE, LIVE))
    expect(statSync(join(cache, 'catalogue-codex.json')).mode & 0o777).to.equal(0o600)
  })

  it('keeps the entries of the upstream beside its list, for who asks for them', async () => {
    const catalogue = open()
    expect(catalogue.entries()).to.deep.equal({})
    const entry = {slug: 'gpt-5.6-sol', base_instructions: 'Be good.'}
    await catalogue.refresh(async () => [{id: 'gpt-5.6-sol', entry}, {id: 'gpt-5.4'}])
    expect(open().entries()).to.deep.equal({'gpt-5.6-sol': entry})
    expect(readFileSync(join(cache, 'catalogue-codex.json'), 'utf8')).to.not.include('Be good.')
    for (const text of ['{', 'null', '{"entries":[7]}', '{"entries":{"a":"b"}}']) {
      writeFileSync(join(cache, 'catalogue-entries-codex.json'), text)
      expect(open().entries(), text).to.deep.equal({})
    }
  })

  it('fetches once for many, and is old after an hour, or sooner for who wants it newer', async () => {
    const catalogue = open()
    let fetched = 0
    const fetch = async () => {
      fetched += 1
      return LIVE
    }
    await Promise.all([catalogue.refresh(fetch), catalogue.refresh(fetch), catalogue.refresh(fetch)])
    expect(fetched).to.equal(1)
    const writtenAt = statSync(join(cache, 'catalogue-codex.json')).mtimeMs
    now = writtenAt + 60_001
    expect([catalogue.stale(), catalogue.stale(60_000)]).to.deep.equal([false, true])
    now = writtenAt + 3_600_001
    expect(catalogue.stale()).to.equal(true)
    await catalogue.refresh(fetch)
    expect(fetched).to.equal(2)
  })

  it('keeps the old list when a fetch fails, and rests a while', async () => {
    const catalogue = open()
    await catalogue.refresh(async () => LIVE)
    const before = readFileSync(join(cache, 'catalogue-codex.json'), 'utf8')
    now += 10 * 3_600_000
    const failure = await catalogue.refresh(() => Promise.reject(new Error('upstream is down'))).catch(String)
    expect(failure).to.equal('Error: upstream is down')
    expect(readFileSync(join(cache, 'catalogue-codex.json'), 'utf8')).to.equal(before)
    expect(catalogue.stale()).to.equal(false)
    now += 20_001
    expect(catalogue.stale()).to.equal(true)
    await catalogue.refresh(async () => [])
    expect(catalogue.models()).to.deep.equal(TABLE)
  })

  it('sees what another process wrote, and takes nothing it cannot read', () => {
    const file = join(cache, 'catalogue-codex.json')
    const catalogue = open()
    const write = (text: string, second: number) => {
      writeFileSync(file, text)
      utimesSync(file, second, second)
      return catalogue.models()
    }
    expect(write(JSON.stringify({models: LIVE}), 1000)).to.deep.equal(overlay(TABLE, LIVE))
    expect(write('{"models": [', 1001)).to.deep.equal(TABLE)
    expect(write('null', 1002)).to.deep.equal(TABLE)
    const foreign = [
      null,
      1,
      {},
      {id: ''},
      {id: 'a', efforts: ['huge']},
      {id: 'b', tiers: [1]},
      {id: 'c', contextWindow: '9'},
    ]
    expect(write(JSON.stringify({models: [...foreign, {id: 'gpt-7'}]}), 1003).map((row) => row.id)).to.deep.equal([
      ...TABLE.map((row) => row.id),
      'gpt-7',
    ])
  })
})

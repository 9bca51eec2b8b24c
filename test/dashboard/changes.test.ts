import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import type {LoginView, Overview, RoutingView, VariantView} from '../../src/contract/index.js'
import {JOHN, PAUL, SARAH} from '../openai/index.js'
import {until, useDashboard} from './scene.js'

/** What the page's buttons do, over its API, seen by the commands. */
describe('the dashboard: changes', () => {
  const scene = useDashboard(() => ({accounts: [JOHN, SARAH]}))
  const cli = async (...args: readonly string[]) => {
    const {stdout} = await scene().run([...args, '--json'])
    return JSON.parse(stdout) as Readonly<Record<string, unknown>>
  }
  const accounts = async () => {
    const {accounts: all} = (await cli('cliproxy', 'accounts', 'list')) as {accounts: readonly Listed[]}
    return all.map(({nickname, default: isDefault, paused}) => ({nickname, isDefault, paused}))
  }
  const idOf = async (nickname: string) => {
    const {accounts: all} = (await scene().get('/api/codex')) as unknown as Overview
    return all.find((one) => one.nickname === nickname)?.id ?? 'nobody'
  }
  const write = async (method: string, path: string, body: unknown = {}) => {
    const {status, json} = await scene().call(method, path, body)
    return [status, json()] as const
  }
  const codeOf = ([status, body]: readonly [number, Readonly<Record<string, unknown>>]) => [
    status,
    (body.error as {code?: string} | undefined)?.code,
  ]

  it('make an account the default, rename, pause, resume and remove it', async () => {
    const sarah = await idOf('sarah')
    await write('POST', `/api/codex/accounts/${sarah}/default`)
    await write('PATCH', `/api/codex/accounts/${sarah}`, {nickname: 'work'})
    await write('POST', `/api/codex/accounts/${sarah}/pause`)
    expect(await accounts()).to.deep.equal([
      {nickname: 'john', isDefault: false, paused: false},
      {nickname: 'work', isDefault: true, paused: true},
    ])
    await write('POST', `/api/codex/accounts/${sarah}/resume`)
    expect(codeOf(await write('PATCH', `/api/codex/accounts/${sarah}`, {nickname: 'John'}))).to.deep.equal([
      409,
      'nickname_taken',
    ])
    expect(codeOf(await write('PATCH', `/api/codex/accounts/${sarah}`, {nickname: '<b>'}))).to.deep.equal([
      422,
      'bad_nickname',
    ])
    expect(codeOf(await write('DELETE', `/api/codex/accounts/${sarah}`, {confirm: 'sarah'}))).to.deep.equal([
      422,
      'not_confirmed',
    ])
    expect(await write('DELETE', `/api/codex/accounts/${sarah}`, {confirm: 'work'})).to.deep.equal([200, {ok: true}])
    expect(await accounts()).to.deep.equal([{nickname: 'john', isDefault: true, paused: false}])
    expect(scene().openai.requests.filter(({path}) => path === '/oauth/revoke')).to.have.length(1)
    expect(codeOf(await write('POST', `/api/codex/accounts/${sarah}/pause`))).to.deep.equal([404, 'unknown_account'])
  })

  it('sign somebody in by a pasted address, and keep the default', async () => {
    scene().openai.issuer.visitor = PAUL
    const [, started] = await write('POST', '/api/codex/logins', {method: 'paste'})
    const {loginId, authorizeUrl} = started as unknown as LoginView
    const reply = await fetch(authorizeUrl ?? '', {redirect: 'manual'})
    const url = reply.headers.get('location')
    expect(
      codeOf(await write('POST', `/api/codex/logins/${loginId}/callback`, {url: 'http://x/?state=no'})),
    ).to.deep.equal([422, 'state_mismatch'])
    const [, done] = await write('POST', `/api/codex/logins/${loginId}/callback`, {url})
    expect(done).to.deep.include({state: 'done', message: 'Signed in as paul (paul@example.org).'})
    expect((await accounts()).map(({nickname, isDefault}) => [nickname, isDefault])).to.have.deep.members([
      ['john', true],
      ['sarah', false],
      ['paul', false],
    ])
  })

  /** Paul, where john was to sign in again. */
  const signInAsAnother = async (john: string) => {
    scene().openai.issuer.visitor = PAUL
    const [, started] = await write('POST', '/api/codex/logins', {method: 'paste', accountId: john})
    const {loginId, authorizeUrl} = started as unknown as LoginView
    const url = (await fetch(authorizeUrl ?? '', {redirect: 'manual'})).headers.get('location')
    const [, wrong] = await write('POST', `/api/codex/logins/${loginId}/callback`, {url})
    expect(wrong).to.deep.include({state: 'wrong_account', accountId: john})
    return loginId
  }

  it('sign an account in again; somebody else changes nothing until it is kept as a new one', async () => {
    const loginId = await signInAsAnother(await idOf('john'))
    expect(await accounts()).to.have.length(2)
    const [, kept] = await write('POST', `/api/codex/logins/${loginId}/adopt`)
    expect(kept.state).to.equal('done')
    expect((await accounts()).map(({nickname}) => nickname)).to.have.members(['john', 'sarah', 'paul'])
  })

  it('forget somebody else who is discarded', async () => {
    const loginId = await signInAsAnother(await idOf('john'))
    expect((await write('DELETE', `/api/codex/logins/${loginId}`))[0]).to.equal(200)
    expect((await scene().get(`/api/codex/logins/${loginId}`)).state).to.equal('cancelled')
    expect((await write('POST', `/api/codex/logins/${loginId}/adopt`))[0]).to.equal(409)
    expect((await accounts()).map(({nickname}) => nickname)).to.have.members(['john', 'sarah'])
  })

  it('write a variant that ccs cliproxy show prints', async () => {
    const slots = {default: 'gpt-5.4-high-fast', opus: 'gpt-5.5', sonnet: 'gpt-5.4', haiku: 'gpt-5.4-mini'}
    const input = {name: 'quick', provider: 'codex', target: 'droid', account: 'sarah', effort: 'low', slots}
    const [status, made] = await write('POST', '/api/variants', input)
    expect([status, made]).to.deep.equal([
      201,
      {
        name: 'quick',
        provider: 'codex',
        target: 'droid',
        account: 'sarah',
        effort: 'low',
        slots,
        command: 'ccs quick',
        lastUsedAt: null,
        problem: null,
      },
    ])
    const shown = (await cli('cliproxy', 'show', 'quick')) as {models: readonly {slot: string; written: string}[]}
    expect(shown).to.deep.include({target: 'droid', account: 'sarah', effort: 'low', problem: null})
    expect(Object.fromEntries(shown.models.map(({slot, written}) => [slot, written]))).to.deep.equal(slots)
    const {target: _target, account: _account, effort: _effort, ...less} = input
    await write('PUT', '/api/variants/quick', {...less, target: null, account: null, effort: null, rename: 'slow'})
    expect(await cli('cliproxy', 'show', 'slow')).to.deep.include({target: null, account: null, effort: null})
    expect(codeOf(await write('POST', '/api/variants', {...less, name: 'codex'}))).to.deep.equal([422, 'invalid_name'])
    expect(codeOf(await write('POST', '/api/variants', {...less, name: 'slow'}))).to.deep.equal([409, 'variant_exists'])
    expect(
      codeOf(await write('POST', '/api/variants', {...less, name: 'odd', slots: {default: 'gpt-9'}})),
    ).to.deep.equal([422, 'unknown_model'])
    const unkept = {...less, name: 'odd', slots: {...slots, subagent: 'gpt-5.4'}}
    expect(await write('POST', '/api/variants', unkept)).to.deep.equal([
      422,
      {
        error: {
          code: 'invalid_field',
          message: 'A variant chooses no model for "subagent"; it follows the default slot.',
        },
      },
    ])
    await write('DELETE', '/api/variants/slow')
    expect((await scene().get('/api/variants')).variants).to.deep.equal([])
    expect(existsSync(join(scene().home.ccs, 'slow.settings.json'))).to.equal(false)
  })

  it('leave of a variant what nothing is said of, whoever wrote it', async () => {
    const slots = {default: 'gpt-5.4', opus: 'gpt-5.4', sonnet: 'gpt-5.4-high', haiku: 'gpt-5.4-mini'}
    await write('POST', '/api/variants', {name: 'quick', effort: 'low', slots})
    await cli('cliproxy', 'edit', 'quick', '--account', 'sarah', '--target', 'droid', '--sonnet', 'gpt-5.5')
    const [, changed] = await write('PUT', '/api/variants/quick', {effort: null, slots: {default: 'gpt-5.5-low'}})
    expect(changed).to.deep.equal({
      name: 'quick',
      provider: 'codex',
      target: 'droid',
      account: 'sarah',
      slots: {...slots, default: 'gpt-5.5-low', sonnet: 'gpt-5.5'},
      command: 'ccs quick',
      lastUsedAt: null,
      problem: null,
    })
    const [, less] = await write('PUT', '/api/variants/quick', {account: null, slots: {sonnet: null}})
    expect(less).to.deep.include({target: 'droid', slots: {...slots, default: 'gpt-5.5-low', sonnet: 'gpt-5.5-low'}})
    expect(less).not.to.have.property('account')
  })

  it('say of an id what the proxy sends', async () => {
    const [, high] = await write('POST', '/api/models/resolve', {id: 'gpt-5.4-high-fast'})
    expect(high).to.deep.equal({
      id: 'gpt-5.4-high-fast',
      model: 'gpt-5.4',
      effort: 'high',
      effortSource: 'suffix',
      tier: 'priority',
      notes: [],
      fallback: null,
    })
    const [, auto] = await write('POST', '/api/models/resolve', {id: 'gpt-5.4', slot: 'sonnet'})
    expect(auto).to.deep.include({model: 'gpt-5.4', effort: 'high', effortSource: 'slot', tier: null})
    const [, fixed] = await write('POST', '/api/models/resolve', {id: 'gpt-5.4-high', effort: 'low'})
    expect(fixed).to.deep.include({effort: 'low', effortSource: 'flag'})
    const [odd, {error: why}] = await write('POST', '/api/models/resolve', {id: 'gpt-5.4', effort: 'much'})
    expect([odd, (why as {code: string}).code]).to.deep.equal([422, 'unknown_effort'])
    const [status, {error}] = await write('POST', '/api/models/resolve', {id: 'gpt-5.4-hihg'})
    expect([status, error]).to.deep.equal([
      422,
      {
        code: 'unknown_model',
        message: (error as {message: string}).message,
      },
    ])
    expect((error as {message: string}).message).to.contain('Did you mean gpt-5.4-high')
    const gone = {id: 'gpt-5.5', accountId: 'gone'}
    expect((await write('POST', '/api/models/resolve', gone))[0]).to.equal(404)
  })

  it('change the routing of a proxy that runs', async () => {
    await scene().run(['cliproxy', 'start'])
    const [john, sarah] = [await idOf('john'), await idOf('sarah')]
    const [, changed] = await write('PUT', '/api/routing', {
      strategy: 'fill-first',
      affinity: {enabled: false, ttl: '2h'},
      order: [sarah, john],
    })
    const {strategy, affinity, next, accounts: rows} = changed as unknown as RoutingView
    const told = {strategy: 'fill-first', affinity: {enabled: false, ttl: '2h'}}
    expect({strategy, affinity, next}).to.deep.equal({...told, next: Array(8).fill('sarah')})
    expect(rows.map(({nickname}) => nickname)).to.deep.equal(['sarah', 'john'])
    expect(await cli('cliproxy', 'routing')).to.deep.include({...told, next: [sarah, john]})
    expect(readFileSync(join(scene().home.ccs, 'cliproxy', 'config.yaml'), 'utf8')).to.contain(
      '# round-robin or fill-first',
    )
    const {order} = await cli('cliproxy', 'routing', 'order', 'john')
    expect(order).to.deep.equal(['john', 'sarah'])
    expect(((await scene().get('/api/routing')) as unknown as RoutingView).next).to.deep.equal(Array(8).fill('john'))
    const nobody = {strategy: 'round-robin', order: [sarah, 'nope']}
    expect(codeOf(await write('PUT', '/api/routing', nobody))).to.deep.equal([404, 'unknown_account'])
    const kept = (await scene().get('/api/routing')) as unknown as RoutingView
    expect([kept.strategy, kept.next]).to.deep.equal(['fill-first', Array(8).fill('john')])
    expect(codeOf(await write('PUT', '/api/routing', {strategy: 'random'}))).to.deep.equal([422, 'invalid_value'])
    expect(codeOf(await write('PUT', '/api/routing', {affinity: {ttl: 'long'}}))).to.deep.equal([422, 'invalid_value'])
  })

  it('say who gets the next new sessions, as many as are asked about', async () => {
    const {home, openai} = scene()
    home.add(PAUL)
    const preview = async (body: unknown) => write('POST', '/api/routing/preview', body)
    expect(await preview({n: 7})).to.deep.equal([
      200,
      {next: ['john', 'sarah', 'paul', 'john', 'sarah', 'paul', 'john']},
    ])
    expect((await preview({}))[1].next).to.have.length(8)
    for (const [person, usedPercent] of [
      [JOHN, 80],
      [SARAH, 10],
      [PAUL, 10],
    ] as const) {
      openai.backend.quota(person).primary = {seconds: 18_000, usedPercent, resetAt: Math.ceil(Date.now() / 1000) + 600}
      openai.backend.quota(person).secondary = null
    }
    await until(
      async () => ((await scene().get('/api/codex')) as unknown as Overview).accounts,
      (all) => all.every(({windows}) => windows.length > 0),
    )
    await write('PUT', '/api/routing', {strategy: 'least-used'})
    expect((await preview({n: 4}))[1]).to.deep.equal({next: ['sarah', 'paul', 'sarah', 'paul']})
    await write('POST', `/api/codex/accounts/${await idOf('john')}/default`)
    expect((await preview({n: 3}))[1]).to.deep.equal({next: ['john', 'john', 'john']})
    for (const nickname of ['john', 'sarah', 'paul'])
      await write('POST', `/api/codex/accounts/${await idOf(nickname)}/pause`)
    expect((await preview({n: 3}))[1]).to.deep.equal({next: []})
    expect(codeOf(await preview({n: 0}))).to.deep.equal([422, 'invalid_field'])
    expect(codeOf(await preview({n: '8'}))).to.deep.equal([422, 'invalid_field'])
  })

  it('start, restart and stop the proxy', async () => {
    const [, running] = await write('POST', '/api/proxy/start')
    expect(running).to.deep.include({running: true, pid: scene().proxy()?.pid, port: scene().proxy()?.port})
    const [, again] = await write('POST', '/api/proxy/restart')
    expect(again.port).to.equal(running.port)
    expect(again.pid).not.to.equal(running.pid)
    const [, stopped] = await write('POST', '/api/proxy/stop')
    expect(stopped.running).to.equal(false)
    expect(await cli('cliproxy', 'status')).to.deep.include({running: false})
  })

  it('are told to the page whoever made them', async () => {
    const seen: string[] = []
    const stop = scene().host.watch(({type}) => seen.push(type))
    const told = (type: string) => until(async () => seen.includes(type), Boolean)
    await scene().run(['cliproxy', 'accounts', 'rename', 'sarah', 'work'])
    await told('codex')
    await scene().run(['cliproxy', 'create', 'quick', '--provider', 'codex', '--model', 'gpt-5.4'])
    await told('variant')
    await scene().run(['cliproxy', 'routing', 'set', 'fill-first'])
    await told('routing')
    await scene().run(['cliproxy', 'start'])
    await told('proxy')
    stop()
    const {variants} = (await scene().get('/api/variants')) as {variants: readonly VariantView[]}
    expect(variants.map(({name}) => name)).to.deep.equal(['quick'])
  })

  it('put right what the doctor can', async () => {
    const file = scene().home.add(PAUL)
    const {chmodSync, statSync} = await import('node:fs')
    chmodSync(file, 0o644)
    const codes = async () =>
      ((await scene().get('/api/doctor')).checks as readonly {code: string; status: string; fixable: boolean}[])
        .filter(({fixable}) => fixable)
        .map(({code}) => code)
    const [code = ''] = await codes()
    expect(code).to.contain('mode')
    await write('POST', `/api/doctor/${code}/fix`)
    expect([await codes(), statSync(file).mode & 0o777]).to.deep.equal([[], 0o600])
    expect(codeOf(await write('POST', '/api/doctor/nope/fix'))).to.deep.equal([404, 'unknown_check'])
    const [sound] = (await scene().get('/api/doctor')).checks as readonly {readonly code: string}[]
    expect(codeOf(await write('POST', `/api/doctor/${sound?.code}/fix`))).to.deep.equal([409, 'not_fixable'])
  })
})

interface Listed {
  readonly nickname: string
  readonly default: boolean
  readonly paused: boolean
}

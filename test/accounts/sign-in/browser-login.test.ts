import {once} from 'node:events'
import {request} from 'node:http'
import {expect} from 'chai'
import {startLogin} from '../../../src/accounts/sign-in/start-login.js'
import {JOHN, JOHN_AT_WORK, SARAH} from '../../openai/index.js'
import {approve, browse, faultOf, isListening, useSignIn} from './scene.js'

describe('sign-in in a browser', () => {
  const open = useSignIn()

  it('keeps the account that comes back, tells the browser, and closes the port', async () => {
    const scene = await open()
    const login = await startLogin(scene, {method: 'browser'})
    const asked = new URL(login.authorizeUrl ?? '')
    expect(login.authorizeUrl).to.not.contain('+')
    const {state, code_challenge, ...others} = Object.fromEntries(asked.searchParams)
    expect([state?.length, code_challenge?.length]).to.deep.equal([43, 43])
    expect(others).to.deep.equal({
      response_type: 'code',
      client_id: 'app_EMoamEEZ73f0CkXaXp7hrann',
      redirect_uri: `http://localhost:${login.port}/auth/callback`,
      scope: 'openid email profile offline_access',
      code_challenge_method: 'S256',
      id_token_add_organizations: 'true',
      codex_cli_simplified_flow: 'true',
      prompt: 'login',
    })
    const page = await browse(login.authorizeUrl)
    const {account, renewed} = await login.done
    expect([account.nickname, account.email, account.plan, account.isDefault, renewed]).to.deep.equal([
      'john',
      'john@example.com',
      'plus',
      true,
      false,
    ])
    expect([page.status, page.headers.get('cache-control'), page.headers.get('referrer-policy')]).to.deep.equal([
      200,
      'no-store',
      'no-referrer',
    ])
    expect(page.headers.get('content-security-policy')).to.match(/^default-src 'none'; style-src 'sha256-/)
    expect(page.text).to.contain('ccs may use OpenAI Codex as john@example.com.')
    expect(await isListening(login.port ?? 0)).to.equal(false)
    expect(login.view()).to.deep.include({state: 'done', accountId: account.id, method: 'browser'})
  })

  it('outlives a question that cannot be read', async () => {
    const lost: unknown[] = []
    const lose = (reason: unknown): void => void lost.push(reason)
    process.on('unhandledRejection', lose)
    const login = await startLogin(await open(), {method: 'browser'})
    const asking = request({host: '127.0.0.1', port: login.port ?? 0, path: 'http://[/'}).end()
    const [{message}] = (await once(asking, 'error')) as [Error]
    await browse(login.authorizeUrl)
    const {account} = await login.done
    expect([message, account.nickname, lost]).to.deep.equal(['socket hang up', 'john', []])
    process.off('unhandledRejection', lose)
  })

  it('answers a stranger with 400 and goes on waiting', async () => {
    const scene = await open()
    const login = await startLogin(scene, {method: 'browser'})
    const back = new URL(await approve(login.authorizeUrl))
    const foreign = new URL(back)
    foreign.searchParams.set('state', 'somebody-elses')
    const without = new URL(back)
    without.searchParams.delete('state')
    const empty = new URL(back)
    empty.searchParams.delete('code')
    const pages = [foreign, without, empty].map(async (url) => (await browse(url.href)).status)
    expect(await Promise.all(pages)).to.deep.equal([400, 400, 400])
    const {origin} = back
    const others = [
      [`${origin}/elsewhere`, {}],
      [`${origin}/auth/callback`, {method: 'POST'}],
      [`${origin}/cancel`, {headers: {'sec-fetch-site': 'cross-site'}}],
    ] as const
    const statuses = others.map(async ([url, init]) => (await fetch(url, init)).status)
    expect(await Promise.all(statuses)).to.deep.equal([404, 405, 404])
    expect(login.view().state).to.equal('waiting')
    expect((await browse(back.href)).status).to.equal(200)
    expect((await login.done).account.email).to.equal('john@example.com')
  })

  it('trades a code once, however often the browser comes', async () => {
    const scene = await open()
    const login = await startLogin(scene, {method: 'browser'})
    const back = await approve(login.authorizeUrl)
    const pages = await Promise.all([browse(back), browse(back), login.finish(back).then(() => ({status: 200}))])
    expect(pages.map(({status}) => status)).to.deep.equal([200, 200, 200])
    await login.done
    expect(scene.openai.requests.filter(({path}) => path === '/oauth/token')).to.have.length(1)
  })

  it('ends with what the person said in the browser', async () => {
    const scene = await open()
    scene.openai.issuer.visitor = undefined
    const login = await startLogin(scene, {method: 'browser'})
    expect((await browse(login.authorizeUrl)).status).to.equal(400)
    expect(await faultOf(login.done)).to.deep.equal(['sign_in_refused', 3])
    expect(login.view()).to.deep.include({
      state: 'failed',
      message: 'The sign-in was refused in the browser: access_denied.',
    })
    expect(await isListening(login.port ?? 0)).to.equal(false)
  })

  it('gives way to another sign-in that asks for the port', async () => {
    const login = await startLogin(await open(), {method: 'browser'})
    expect((await browse(`http://localhost:${login.port}/cancel`)).status).to.equal(200)
    expect(await faultOf(login.done)).to.deep.equal(['sign_in_superseded', 3])
    expect(login.view().state).to.equal('cancelled')
    expect(await isListening(login.port ?? 0)).to.equal(false)
  })

  it('closes the port when it is cancelled, whatever is under way', async () => {
    const scene = await open()
    const login = await startLogin(scene, {method: 'browser'})
    scene.openai.issuer.beforeToken = () => new Promise(() => undefined)
    const page = browse(login.authorizeUrl)
    await scene.openai.seen(({path}) => path === '/oauth/token')
    login.cancel()
    expect(await faultOf(login.done)).to.deep.equal(['sign_in_cancelled', 130])
    expect((await page).status).to.equal(500)
    expect(await isListening(login.port ?? 0)).to.equal(false)
    expect(await scene.accounts.list()).to.deep.equal([])
  })

  it('closes the port when nobody comes in time', async () => {
    let over = (): void => undefined
    const clock = {
      now: Date.now,
      wait: (milliseconds: number) =>
        new Promise<void>((resolve) => {
          if (milliseconds === 600_000) over = resolve
        }),
    }
    const login = await startLogin(await open({clock}), {method: 'browser'})
    expect(await isListening(login.port ?? 0)).to.equal(true)
    over()
    expect(await faultOf(login.done)).to.deep.equal(['sign_in_timeout', 3])
    expect(login.view()).to.deep.include({
      state: 'failed',
      message: 'Nobody finished the sign-in to OpenAI Codex within 10 minutes.',
    })
    expect(await isListening(login.port ?? 0)).to.equal(false)
  })

  describe('by pasting', () => {
    const FORMS: Readonly<Record<string, (back: URL) => string>> = {
      'the full address': (back) => ` ${back.href}\n`,
      'the address in quotes': (back) => `"${back.href}"`,
      'the address without its scheme': (back) => `${back.host}${back.pathname}${back.search}`,
      'the address without its host': (back) => `${back.pathname}${back.search}`,
      'the address with a fragment': (back) => `${back.href}#_=_`,
      'the query': (back) => back.search,
      'the query without its mark': (back) => back.search.slice(1),
      'the bare code': (back) => back.searchParams.get('code') ?? '',
      'code#state': (back) => `${back.searchParams.get('code')}#${back.searchParams.get('state')}`,
    }
    for (const [name, form] of Object.entries(FORMS))
      it(`takes ${name}`, async () => {
        const login = await startLogin(await open(), {method: 'paste'})
        await login.finish(form(new URL(await approve(login.authorizeUrl))))
        expect((await login.done).account.nickname).to.equal('john')
        expect(await isListening(login.port ?? 0)).to.equal(false)
      })

    it('says what is wrong with any other answer, and waits for a better one', async () => {
      const scene = await open()
      const login = await startLogin(scene, {method: 'paste'})
      const back = new URL(await approve(login.authorizeUrl))
      const code = back.searchParams.get('code') ?? ''
      const foreign = `${back.origin}${back.pathname}?state=other&code=${code}`
      const answers = [
        foreign,
        foreign.replace('http://', ''),
        foreign.replace(back.origin, ''),
        `${code}#other`,
        `http://localhost:1455/auth/callback`,
        'what is this',
        '',
        'ac_wrong',
      ]
      const faults = []
      for (const answer of answers) faults.push(await faultOf(login.finish(answer)))
      expect(faults).to.deep.equal([
        ['state_mismatch', 3],
        ['state_mismatch', 3],
        ['state_mismatch', 3],
        ['state_mismatch', 3],
        ['code_missing', 3],
        ['code_missing', 3],
        ['code_missing', 3],
        ['sign_in_refused', 3],
      ])
      await login.finish(code)
      expect((await login.done).renewed).to.equal(false)
    })
  })

  describe('of an account that is known', () => {
    it('keeps two workspaces under one e-mail apart', async () => {
      const scene = await open()
      for (const visitor of [JOHN, JOHN_AT_WORK]) {
        scene.openai.issuer.visitor = visitor
        const login = await startLogin(scene, {method: 'browser', asDefault: false})
        await browse(login.authorizeUrl)
        await login.done
      }
      const seen = (await scene.accounts.list()).map((one) => [one.nickname, one.email, one.plan, one.isDefault])
      expect(seen).to.deep.equal([
        ['john', 'john@example.com', 'plus', true],
        ['john-2', 'john@example.com', 'business', false],
      ])
    })

    it('signs it in again in place', async () => {
      const scene = await open()
      scene.home.add(JOHN)
      scene.home.add(SARAH)
      const before = await scene.accounts.resolve('john')
      await scene.accounts.rename(before.id, 'boss')
      await scene.accounts.pause(before.id)
      const login = await startLogin(scene, {method: 'browser', account: before})
      await browse(login.authorizeUrl)
      const {account, renewed} = await login.done
      expect(renewed).to.equal(true)
      const {id, nickname, paused, isDefault, tokenFile, createdAt} = account
      expect({id, nickname, paused, isDefault, tokenFile, createdAt}).to.deep.equal({
        id: before.id,
        nickname: 'boss',
        paused: true,
        isDefault: before.isDefault,
        tokenFile: before.tokenFile,
        createdAt: before.createdAt,
      })
    })

    it('writes nothing when it turns out to be somebody else, unless told to keep it', async () => {
      const scene = await open()
      scene.home.add(JOHN)
      scene.openai.issuer.visitor = SARAH
      const [john] = await scene.accounts.list()
      const before = JSON.stringify([await scene.accounts.list(), await scene.accounts.tokens(john?.id ?? '')])
      const login = await startLogin(scene, {method: 'browser', account: john})
      const page = await browse(login.authorizeUrl)
      expect(page.status).to.equal(409)
      expect(await faultOf(login.done)).to.deep.equal(['wrong_account', 3])
      expect(login.view()).to.deep.include({
        state: 'wrong_account',
        message:
          'That sign-in belongs to sarah@company.com, team, account …-sarah, not to john (john@example.com, plus, account …t-john). Nothing was changed.',
      })
      expect(JSON.stringify([await scene.accounts.list(), await scene.accounts.tokens(john?.id ?? '')])).to.equal(
        before,
      )
      const {account, renewed} = await login.adopt()
      expect([account.nickname, account.isDefault, renewed]).to.deep.equal(['sarah', false, false])
      expect(login.view()).to.deep.include({state: 'done', accountId: account.id})
      expect(await faultOf(login.adopt())).to.deep.equal(['nothing_to_adopt', 2])
    })
  })

  describe('when the token endpoint refuses', () => {
    const HTML = {type: 'text/html', body: '<html>Attention Required</html>'}
    const REPLIES = [
      [{status: 400, body: {error: 'invalid_grant', error_description: 'Code expired.'}}, ['sign_in_refused', 3]],
      [{status: 401, body: {error: {code: 'invalid_client', message: 'No.'}}}, ['sign_in_refused', 3]],
      [{status: 403, body: {error: {code: 'unsupported_country_region_territory'}}}, ['region_blocked', 5]],
      [{status: 403, ...HTML}, ['network_blocked', 5]],
      [{status: 429, body: {}}, ['server_error', 5]],
      [{status: 500, body: 'oops', type: 'text/plain'}, ['server_error', 5]],
      [{status: 200, ...HTML}, ['server_error', 5]],
      [{status: 200, body: {access_token: 'x', token_type: 'Bearer'}}, ['unreadable_tokens', 1]],
    ] as const
    for (const [fault, expected] of REPLIES)
      it(`${fault.status} ${JSON.stringify(fault.body)} is ${expected[0]}`, async () => {
        const scene = await open()
        const login = await startLogin(scene, {method: 'browser'})
        scene.openai.issuer.faults.push(fault)
        const page = await browse(login.authorizeUrl)
        expect(page.status).to.equal(expected[0] === 'sign_in_refused' ? 400 : 500)
        expect(await faultOf(login.done)).to.deep.equal(expected)
        expect(await scene.accounts.list()).to.deep.equal([])
        expect(await isListening(login.port ?? 0)).to.equal(false)
      })

    it('says so when nobody answers', async () => {
      const scene = await open()
      const login = await startLogin(scene, {method: 'paste'})
      const back = await approve(login.authorizeUrl)
      await scene.openai.kill()
      const fault = await login.finish(back).catch((error) => [error.blame, error.kind])
      expect(fault).to.deep.equal(['upstream', 'network'])
      login.cancel()
      await faultOf(login.done)
    })
  })
})

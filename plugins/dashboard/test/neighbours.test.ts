import {connect} from 'node:net'
import {expect} from 'chai'
import {type Running, runDashboard} from './dashboard.js'

describe('dashboard: hostile neighbours', () => {
  let running: Running
  let session: Readonly<Record<string, string>>
  beforeEach(async () => {
    running = await runDashboard()
    session = await running.signIn()
  })
  afterEach(() => running.dashboard.close())

  const without = (name: string) => Object.fromEntries(Object.entries(session).filter(([key]) => key !== name))

  it('answers the session it opened', async () => {
    const answer = await running.ask('GET', '/api/codex', session)
    expect(answer.status).to.equal(200)
    expect((answer.json().accounts as {nickname: string}[]).map(({nickname}) => nickname)).to.deep.equal([
      'john',
      'sarah',
    ])
  })

  for (const [what, host] of [
    ['a rebound name', 'evil.example'],
    ['another port', '127.0.0.1:1'],
    ['localhost for the API', 'localhost'],
  ] as const) {
    it(`refuses ${what} as host, for files and API`, async () => {
      const file = await running.ask('GET', '/', {host})
      const api = await running.ask('GET', '/api/codex', {...session, host})
      expect([file.status, api.status]).to.deep.equal([421, 421])
      expect(api.text).not.to.contain('john')
    })
  }

  it('refuses a request that names no host', async () => {
    const socket = connect(running.dashboard.port, '127.0.0.1')
    socket.end('GET / HTTP/1.0\r\n\r\n')
    let text = ''
    for await (const chunk of socket) text += String(chunk)
    expect(text.split('\r\n')[0]).to.equal('HTTP/1.1 421 Misdirected Request')
  })

  it('refuses a request for two hosts, and an address that is no path', async () => {
    const {port} = running.dashboard
    const host = `Host: 127.0.0.1:${port}`
    const statusOf = async (...lines: readonly string[]) => {
      const socket = connect(port, '127.0.0.1')
      socket.write(`${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`)
      let text = ''
      for await (const chunk of socket) text += String(chunk)
      return text.split(' ')[1]
    }
    expect([
      await statusOf('GET / HTTP/1.1', host),
      await statusOf('GET / HTTP/1.1', host, 'Host: evil.example'),
      await statusOf('GET / HTTP/1.1', 'Host: evil.example', host),
      await statusOf('GET // HTTP/1.1', host),
      await statusOf('GET //evil.example/api/codex HTTP/1.1', host),
      await statusOf(`GET http://127.0.0.1:${port}/api/codex HTTP/1.1`, host),
      await statusOf('GET /%ff HTTP/1.1', host),
    ]).to.deep.equal(['200', '400', '400', '404', '404', '400', '404'])
  })

  it('sends localhost to the one address it serves', async () => {
    const answer = await running.ask('GET', '/x?y=1', {host: `localhost:${running.dashboard.port}`})
    expect([answer.status, answer.headers.location]).to.deep.equal([308, `${running.origin}/x?y=1`])
  })

  it('refuses a foreign origin, a missing one on writes, and foreign sites', async () => {
    const foreign = await running.ask(
      'POST',
      '/api/codex/accounts/a2/pause',
      {...session, origin: 'http://evil.example'},
      '{}',
    )
    const missing = await running.ask('POST', '/api/codex/accounts/a2/pause', without('origin'), '{}')
    const site = await running.ask('GET', '/api/codex', {...session, 'sec-fetch-site': 'cross-site'})
    const none = await running.ask('GET', '/api/codex', {...session, 'sec-fetch-site': 'none'})
    expect([foreign.status, missing.status, site.status, none.status]).to.deep.equal([403, 403, 403, 403])
    expect(running.host.accounts.some(({paused}) => paused)).to.equal(false)
  })

  it('takes JSON only, and not much of it', async () => {
    const form = await running.ask(
      'PATCH',
      '/api/codex/accounts/a1',
      {...session, 'content-type': 'text/plain'},
      '{"nickname":"x"}',
    )
    const large = await running.ask(
      'PATCH',
      '/api/codex/accounts/a1',
      session,
      JSON.stringify({nickname: 'x'.repeat(300_000)}),
    )
    const broken = await running.ask('PATCH', '/api/codex/accounts/a1', session, '{"nickname"')
    expect([form.status, large.status, broken.status]).to.deep.equal([415, 413, 400])
  })

  it('wants both halves of a session, of the same session', async () => {
    const other = await running.signIn()
    const tries = [
      without('cookie'),
      without('x-ccs-key'),
      {...session, 'x-ccs-key': other['x-ccs-key'] ?? ''},
      {origin: running.origin},
    ]
    const statuses = await Promise.all(
      tries.map(async (headers) => (await running.ask('GET', '/api/codex', headers)).status),
    )
    expect(statuses).to.deep.equal([401, 401, 401, 401])
  })

  it('opens a code once, and locks after ten wrong ones', async () => {
    const headers = {origin: running.origin, 'content-type': 'application/json'}
    const body = JSON.stringify({code: running.dashboard.link().split('code=')[1]})
    const first = await running.ask('POST', '/api/session', headers, body)
    const second = await running.ask('POST', '/api/session', headers, body)
    expect([first.status, second.status]).to.deep.equal([200, 401])
    const wrong: number[] = []
    for (let i = 0; i < 10; i += 1)
      wrong.push((await running.ask('POST', '/api/session', headers, '{"code":"wrong"}')).status)
    const fresh = JSON.stringify({code: running.dashboard.link().split('code=')[1]})
    expect(wrong.at(-1)).to.equal(429)
    expect((await running.ask('POST', '/api/session', headers, fresh)).status).to.equal(429)
  })

  it('ends a session when asked', async () => {
    expect((await running.ask('PUT', '/api/session', session, '{}')).status).to.equal(405)
    expect((await running.ask('DELETE', '/api/session', session)).status).to.equal(200)
    expect((await running.ask('GET', '/api/codex', session)).status).to.equal(401)
  })

  it('tells nothing more to a session that has ended', async () => {
    const other = await running.signIn()
    const stay = new AbortController()
    /** What comes next of a stream; nothing at its end. */
    const streamOf = async (headers: Readonly<Record<string, string>>) => {
      const {body} = await fetch(`${running.origin}/api/events`, {headers, signal: stay.signal})
      const reader = body?.getReader()
      return async () => Buffer.from((await reader?.read())?.value ?? []).toString()
    }
    const [ended, lasting] = await Promise.all([streamOf(session), streamOf(other)])
    expect(await Promise.all([ended(), lasting()])).to.deep.equal([': hello\n\n', ': hello\n\n'])
    await running.ask('DELETE', '/api/session', session)
    expect(await ended()).to.equal('')
    running.host.emit({type: 'codex', data: {}})
    expect(await lasting()).to.contain('event: codex')
    stay.abort()
  })

  it('serves no path that climbs out, and no method of its own', async () => {
    const paths = [
      '/../package.json',
      '/..%2f..%2fpackage.json',
      '/listing.json',
      '/api/../server/dashboard.js',
      '/%2e%2e/server/dashboard.js',
      '/__proto__',
      '/constructor',
    ]
    const statuses = await Promise.all(paths.map(async (path) => (await running.ask('GET', path)).status))
    expect(statuses).to.deep.equal(paths.map(() => 404))
    expect((await running.ask('OPTIONS', '/api/codex', session)).status).to.equal(405)
  })

  it('is never framed, sniffed or allowed to others', async () => {
    const {headers} = await running.ask('GET', '/')
    expect(headers['x-frame-options']).to.equal('DENY')
    expect(headers['content-security-policy']).to.contain("frame-ancestors 'none'").and.to.contain("default-src 'none'")
    expect(headers['access-control-allow-origin']).to.equal(undefined)
  })

  it('keeps the cookie to itself', async () => {
    const code = running.dashboard.link().split('code=')[1]
    const opened = await running.ask(
      'POST',
      '/api/session',
      {origin: running.origin, 'content-type': 'application/json'},
      JSON.stringify({code}),
    )
    expect(String(opened.headers['set-cookie'])).to.match(
      new RegExp(`^ccs_dash_${running.dashboard.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/api$`),
    )
  })
})

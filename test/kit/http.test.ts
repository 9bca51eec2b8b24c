import {createServer, type Server} from 'node:http'
import {type AddressInfo, connect, createServer as createSocketServer, type Socket} from 'node:net'
import {expect} from 'chai'
import {isTurnError} from '../../src/errors/turn-error.js'
import {makeHttp} from '../../src/kit/http.js'

const ANY = () => undefined

describe('the HTTP client of the kit', () => {
  const servers: Server[] = []
  const serve = async (listener: Parameters<typeof createServer>[1]): Promise<Server> => {
    const server = createServer(listener)
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return server
  }
  const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const failure = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error) => (isTurnError(error) ? {blame: error.blame, kind: error.kind} : error),
    )

  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections()
      server.close()
    }
  })

  it('gives status, joined headers and the body, and follows no redirect', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(302, {location: 'https://elsewhere.test/', 'x-two': ['a', 'b']}).end('moved')
    })
    const http = makeHttp({env: {}, origins: ANY})
    const reply = await http.request({
      method: 'GET',
      url: urlOf(server),
      headers: {},
      signal: new AbortController().signal,
    })
    expect([reply.status, reply.headers['x-two'], reply.headers.location, await reply.text()]).to.deep.equal([
      302,
      'a, b',
      'https://elsewhere.test/',
      'moved',
    ])
  })

  it('sends secrets to declared origins only', async () => {
    const seen: unknown[] = []
    const server = await serve((request, response) => {
      seen.push(request.headers.authorization)
      response.end()
    })
    const http = makeHttp({env: {}, origins: () => ['https://api.example.com']})
    const ask = (headers: Record<string, string>) =>
      http.request({method: 'GET', url: urlOf(server), headers, signal: new AbortController().signal})
    expect(await failure(ask({Authorization: 'Bearer t'}))).to.deep.equal({blame: 'upstream', kind: 'network-blocked'})
    expect((await ask({accept: 'text/plain'})).status).to.equal(200)
    expect(seen).to.deep.equal([undefined])
  })

  it('goes through the proxy that the environment names, and past it where excepted', async () => {
    const server = await serve((_request, response) => response.end('direct'))
    const tunnels: (string | undefined)[] = []
    const proxy = await serve((request, response) => {
      tunnels.push(request.url)
      response.end('by the proxy')
    })
    proxy.on('connect', (request, socket) => {
      tunnels.push(request.url)
      const [host, port] = (request.url ?? '').split(':')
      const upstream = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        upstream.pipe(socket).pipe(upstream)
      })
    })
    const ask = async (env: Record<string, string>) => {
      const http = makeHttp({env, origins: ANY})
      await (
        await http.request({method: 'GET', url: urlOf(server), headers: {}, signal: new AbortController().signal})
      ).text()
      return tunnels.splice(0).length
    }
    expect(await ask({HTTP_PROXY: urlOf(proxy)})).to.equal(1)
    expect(await ask({HTTP_PROXY: urlOf(proxy), NO_PROXY: '127.0.0.1'})).to.equal(0)
  })

  it('tells a dead host, a late head and a client that went away apart', async () => {
    const server = await serve(() => undefined)
    const http = makeHttp({env: {}, origins: ANY})
    const ask = (url: string, more: object = {}) =>
      failure(http.request({method: 'GET', url, headers: {}, signal: new AbortController().signal, ...more}))
    const gone = new AbortController()
    const left = ask(urlOf(server), {signal: gone.signal})
    gone.abort()
    expect([
      await ask('http://127.0.0.1:1/'),
      await ask(urlOf(server), {headTimeout: 20}),
      await left,
      await ask(urlOf(server), {signal: AbortSignal.timeout(20)}),
    ]).to.deep.equal([
      {blame: 'upstream', kind: 'network'},
      {blame: 'upstream', kind: 'timeout'},
      {blame: 'client', kind: 'client-gone'},
      {blame: 'upstream', kind: 'timeout'},
    ])
  })

  it('asks again where a kept connection was closed under it, and only there', async () => {
    let requests = 0
    const server = await serve((request, response) => {
      requests += 1
      if (request.url === '/last') request.socket.destroy()
      else response.end('kept')
    })
    const http = makeHttp({env: {}, origins: ANY})
    const signal = new AbortController().signal
    const ask = (path: string) => http.request({method: 'POST', url: urlOf(server) + path, headers: {}, signal})
    await (await ask('/first')).text()
    expect(await failure(ask('/last'))).to.deep.equal({blame: 'upstream', kind: 'network'})
    expect(requests).to.equal(3)
  })

  it('names an HTTP proxy that lets nobody through', async () => {
    const proxy = await serve(() => undefined)
    proxy.on('connect', (_request, socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'))
    const http = makeHttp({env: {HTTPS_PROXY: urlOf(proxy)}, origins: ANY})
    const signal = new AbortController().signal
    const asked = http.request({method: 'GET', url: 'https://api.example.com/', headers: {}, signal})
    expect(await failure(asked)).to.deep.equal({blame: 'upstream', kind: 'network-blocked'})
  })

  it('ends a body that falls silent', async () => {
    const server = await serve((_request, response) => void response.write('begun'))
    const http = makeHttp({env: {}, origins: ANY})
    const signal = new AbortController().signal
    const reply = await http.request({method: 'GET', url: urlOf(server), headers: {}, signal, idleTimeout: 30})
    expect(await failure(reply.text())).to.deep.equal({blame: 'upstream', kind: 'timeout'})
  })

  it('gives small chunks that wait as one, and keeps the connection of a body that has come', async () => {
    const asked: (() => void)[] = []
    const sockets: Socket[] = []
    const server = createSocketServer((socket) => {
      sockets.push(socket)
      socket.on('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nbegun\r\n')
        asked.push(() => void socket.write('1\r\na\r\n2\r\nbc\r\n1\r\nd\r\n0\r\n\r\n'))
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const http = makeHttp({env: {}, origins: ANY})
    const read = async () => {
      const signal = new AbortController().signal
      const {body} = await http.request({method: 'GET', url: urlOf(server as Server), headers: {}, signal})
      const texts: string[] = []
      for await (const chunk of body) {
        texts.push(Buffer.from(chunk).toString())
        if (texts.length === 1) asked.at(-1)?.()
      }
      return texts
    }
    expect([await read(), await read(), sockets.length]).to.deep.equal([['begun', 'abcd'], ['begun', 'abcd'], 1])
    for (const socket of sockets) socket.destroy()
    server.close()
  })
})

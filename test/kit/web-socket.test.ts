import {createHash} from 'node:crypto'
import {createServer, type IncomingMessage, type Server} from 'node:http'
import {type AddressInfo, connect} from 'node:net'
import type {Duplex} from 'node:stream'
import {expect} from 'chai'
import {faultOf, isTurnError, turnError} from '../../src/errors/turn-error.js'
import {makeHttp} from '../../src/kit/http.js'
import {gate} from '../openai/index.js'

const NEVER = new AbortController().signal

describe('the WebSockets of the kit', () => {
  const servers: Server[] = []
  const sockets: Duplex[] = []
  const serve = async (upgrade: (request: IncomingMessage, socket: Duplex) => void): Promise<Server> => {
    const server = createServer()
    servers.push(server)
    server.on('upgrade', (request, socket: Duplex) => {
      sockets.push(socket)
      socket.on('error', () => undefined).resume()
      upgrade(request, socket)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return server
  }
  const portOf = (server: Server) => (server.address() as AddressInfo).port
  const urlOf = (server: Server) => `ws://127.0.0.1:${portOf(server)}/x`
  const open = (
    url: string,
    {signal = NEVER, env = {}, headers = {}, origins = undefined as string[] | undefined} = {},
  ) => makeHttp({env, origins: () => origins}).webSocket({url, headers, signal})
  const failure = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => (isTurnError(error) ? JSON.parse(JSON.stringify(faultOf(error))) : error),
    )
  const collect = async (messages: AsyncIterable<string>) => {
    const all: string[] = []
    for await (const message of messages) all.push(message)
    return all
  }

  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy()
    for (const server of servers.splice(0)) {
      server.closeAllConnections()
      server.close()
    }
  })

  it('lose no message that comes with the end of the handshake, and end where the other side closes', async () => {
    const server = await serve((request, socket) =>
      socket.end(Buffer.concat([accepting(request), textFrame('one'), textFrame('two'), CLOSING])),
    )
    const {messages} = await open(urlOf(server))
    await new Promise((resolve) => setImmediate(resolve))
    expect(await collect(messages)).to.deep.equal(['one', 'two'])
  })

  it('end without an error when the connection breaks', async () => {
    const server = await serve((request, socket) => {
      socket.write(Buffer.concat([accepting(request), textFrame('one')]), () => socket.destroy())
    })
    expect(await collect((await open(urlOf(server))).messages)).to.deep.equal(['one'])
  })

  it('say with which status they were refused', async () => {
    const server = await serve((_request, socket) => {
      socket.end('HTTP/1.1 426 Upgrade Required\r\ncontent-length: 2\r\n\r\n{}')
    })
    const gone = await serve(() => undefined)
    const url = urlOf(gone)
    gone.close()
    expect([await failure(open(urlOf(server))), await failure(open(url))]).to.deep.equal([
      {
        blame: 'upstream',
        kind: 'network',
        message: 'The upstream refused a WebSocket (status 426).',
        status: 426,
      },
      {
        blame: 'upstream',
        kind: 'network',
        message: `${new URL(url).host} refused the connection (ECONNREFUSED).`,
      },
    ])
  })

  it('carry no secret to where it does not belong', async () => {
    const server = await serve(() => undefined)
    const fault = await failure(
      open(urlOf(server), {headers: {authorization: 'Bearer x'}, origins: ['https://a.test']}),
    )
    expect([(fault as {kind: string}).kind, sockets.length]).to.deep.equal(['network-blocked', 0])
  })

  it('end with their signal, and for its reason: before, in and after the handshake', async () => {
    const reason = {blame: 'upstream', kind: 'timeout', message: 'It took too long.'} as const
    const asked = gate()
    const silent = await serve(() => asked.open())
    const before = new AbortController()
    before.abort(turnError(reason))
    const inside = new AbortController()
    const opening = failure(open(urlOf(silent), {signal: inside.signal}))
    await asked.opened
    inside.abort()
    const server = await serve((request, socket) => socket.write(accepting(request)))
    const after = new AbortController()
    const {messages} = await open(urlOf(server), {signal: after.signal})
    const reading = failure(collect(messages))
    const closed = new Promise((resolve) => sockets.at(-1)?.once('end', resolve))
    after.abort(turnError(reason))
    expect([await failure(open(urlOf(server), {signal: before.signal})), await opening, await reading]).to.deep.equal([
      reason,
      {blame: 'client', kind: 'client-gone', message: 'The client went away.'},
      reason,
    ])
    await closed
    expect(sockets.length).to.equal(2)
  })

  it('go through the proxy that the environment names', async () => {
    const server = await serve((request, socket) =>
      socket.end(Buffer.concat([accepting(request), textFrame('by the proxy'), CLOSING])),
    )
    const tunnels: (string | undefined)[] = []
    const proxy = await serve(() => undefined)
    proxy.on('connect', (request, socket: Duplex) => {
      tunnels.push(request.url)
      sockets.push(socket)
      const upstream = connect(portOf(server), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        upstream.pipe(socket).pipe(upstream)
      })
    })
    const env = {http_proxy: `http://127.0.0.1:${portOf(proxy)}`}
    const {messages} = await open('ws://upstream.test/x', {env})
    expect([await collect(messages), tunnels]).to.deep.equal([['by the proxy'], ['upstream.test:80']])
  })
})

/** The fixed text of RFC 6455. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const CLOSING = Buffer.from([0x88, 0x02, 0x03, 0xe8])

function accepting({headers}: IncomingMessage): Buffer {
  const accept = createHash('sha1').update(`${headers['sec-websocket-key']}${GUID}`).digest('base64')
  const lines = ['HTTP/1.1 101 Switching Protocols', 'upgrade: websocket', 'connection: upgrade']
  return Buffer.from([...lines, `sec-websocket-accept: ${accept}`, '', ''].join('\r\n'))
}

function textFrame(text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([Buffer.from([0x81, bytes.length]), bytes])
}

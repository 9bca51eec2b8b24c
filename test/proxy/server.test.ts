import {connect} from 'node:net'
import {text} from 'node:stream/consumers'
import {expect} from 'chai'
import {silentLog} from '../../src/log/silent-log.js'
import type {ProxyContext} from '../../src/proxy/proxy-context.js'
import {type ProxyServer, startServer} from '../../src/proxy/server.js'
import {sendTo} from './stage.js'

const KEY = 'server-key-0123456789abcdef'
const PATIENCE = {headersTimeout: 20, requestTimeout: 40, connectionsCheckingInterval: 10}

describe('a connection to the proxy', () => {
  let server: ProxyServer
  let strangersLeft: Promise<unknown>

  beforeEach(async () => {
    const answer = ({response}: {readonly response: NodeJS.WritableStream}) =>
      void strangersLeft.then(() => response.end())
    const routes = [{method: 'GET' as const, path: '/slow', open: true as const, answer}]
    const options = {host: '127.0.0.1', port: 0, anyPort: false, keys: () => [], context: {} as ProxyContext, routes}
    server = await startServer(options, PATIENCE)
  })
  afterEach(() => server.close())

  /** The first line of what is answered, once the connection is closed. */
  const hold = async (said: string): Promise<string | undefined> => {
    const socket = connect(server.port, '127.0.0.1')
    socket.write(said)
    return (await text(socket)).split('\r\n')[0]
  }

  it('ends when its request does not come in time, however long an answer takes', async () => {
    const head = `POST /v1/messages HTTP/1.1\r\nhost: 127.0.0.1:${server.port}\r\n`
    const strangers = Promise.all(['', head, `${head}content-length: 1000\r\n\r\n{`].map(hold))
    strangersLeft = strangers
    const slow = sendTo(server.port, {path: '/slow'})
    expect([...(await strangers), (await slow).status]).to.deep.equal([
      'HTTP/1.1 408 Request Timeout',
      'HTTP/1.1 408 Request Timeout',
      'HTTP/1.1 401 Unauthorized',
      200,
    ])
  })
})

describe('the server of the proxy', () => {
  it('outlives a request that fails in a way that nobody thought of', async () => {
    const told: string[] = []
    const log = {...silentLog, warn: (message: string) => void told.push(message)}
    const broken = {
      method: 'GET' as const,
      path: '/broken',
      answer: () => {
        throw new Error('oops')
      },
    }
    const context = {host: {log}} as unknown as ProxyContext
    const {port, close} = await startServer({
      host: '127.0.0.1',
      port: 0,
      anyPort: false,
      keys: () => [KEY],
      context,
      routes: [broken],
    })
    const ask = (path: string) =>
      sendTo(port, {path, headers: {authorization: `Bearer ${KEY}`}}).then(
        ({status}) => status,
        () => 'hung up',
      )
    expect([await ask('/broken'), await ask('/healthz'), told]).to.deep.equal([
      'hung up',
      200,
      ['A request failed in ccs itself.'],
    ])
    await close()
  })
})

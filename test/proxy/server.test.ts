import {connect} from 'node:net'
import {text} from 'node:stream/consumers'
import {expect} from 'chai'
import type {ProxyContext} from '../../src/proxy/proxy-context.js'
import {type ProxyServer, startServer} from '../../src/proxy/server.js'
import {sendTo} from './stage.js'

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

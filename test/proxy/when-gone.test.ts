import {once} from 'node:events'
import {createServer, type IncomingMessage, request, type Server, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {expect} from 'chai'
import {readBody} from '../../src/proxy/read-body.js'
import {whenGone} from '../../src/proxy/when-gone.js'

const at = (server: Server) => ({host: '127.0.0.1', port: (server.address() as AddressInfo).port})

/** How a request looks to whoever begins to watch it before and after the client is done with it. */
async function watched(end: (response: ServerResponse, hangUp: () => void) => void): Promise<readonly boolean[]> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const asking = request(at(server))
  asking.on('error', () => undefined)
  asking.on('response', (answer) => answer.resume())
  asking.end()
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse]
  const early = whenGone(response)
  end(response, () => asking.destroy())
  await once(response, 'close')
  const late = whenGone(response)
  server.close()
  return [early.aborted, late.aborted]
}

describe('a client that goes away', () => {
  it('is noticed by whoever begins to watch for it too late', async () => {
    expect(await watched((_response, hangUp) => hangUp())).to.deep.equal([true, true])
  })

  it('ends the reading of a body that began too late', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const asking = request({...at(server), method: 'POST', headers: {'content-length': 100}})
    asking.on('error', () => undefined)
    asking.write('{"model":')
    const [asked] = (await once(server, 'request')) as [IncomingMessage]
    asking.destroy()
    await new Promise((resolve) => asked.once('close', resolve))
    const message = await readBody(asked).catch((error: Error) => error.message)
    server.close()
    expect(message).to.equal('The body cannot be read: the client went away while it sent it.')
  })

  it('is not one that had its whole answer', async () => {
    expect(await watched((response) => response.end('all'))).to.deep.equal([false, false])
  })
})

import {brotliCompressSync, gzipSync} from 'node:zlib'
import {expect} from 'chai'
import {LARGEST_BODY} from '../../src/proxy/read-body.js'
import {sendTo, useStage} from './stage.js'

describe('the proxy and its neighbours', () => {
  const stage = useStage()
  const host = () => `127.0.0.1:${stage().port}`
  const refusal = async (headers: Record<string, string>) => {
    const {status, json} = await stage().send({method: 'POST', path: '/v1/messages', headers, body: '{}'})
    return {status, json}
  }

  it('answers whoever asks whether it is there, and nobody else without the key', async () => {
    const {port} = stage()
    const open = await sendTo(port, {path: '/healthz'})
    const probes = await Promise.all(['/', '/api/hello'].map((path) => sendTo(port, {method: 'HEAD', path})))
    expect([open.status, open.json, ...probes.map(({status}) => status)]).to.deep.equal([200, {status: 'ok'}, 200, 200])
    const paths = ['/v1/models', '/ccs/status', '/ccs/quota', '/ccs/routing', '/ccs/events', '/ccs/lease', '/nowhere']
    const refused = await Promise.all(paths.map((path) => sendTo(port, {path})))
    expect(refused.map(({status}) => status)).to.deep.equal(paths.map(() => 401))
  })

  it('says a wrong key in the words of the dialect, not worth a retry', async () => {
    const {status, headers, json} = await stage().send({
      method: 'POST',
      path: '/v1/messages',
      headers: {authorization: 'Bearer wrong'},
      body: '{}',
    })
    expect({status, retry: headers['x-should-retry'], json}).to.deep.equal({
      status: 401,
      retry: 'false',
      json: {
        type: 'error',
        error: {
          type: 'authentication_error',
          message: 'The request carries a wrong key of this local proxy; start the client through ccs.',
        },
      },
    })
  })

  it('takes the key in either header', async () => {
    const {port, key} = stage()
    const ask = (headers: Record<string, string>) => sendTo(port, {path: '/v1/models', headers})
    const all = await Promise.all([ask({'x-api-key': key}), ask({authorization: `bearer ${key}`})])
    expect(all.map(({status}) => status)).to.deep.equal([200, 200])
  })

  it('refuses foreign hosts, origins and pages on every route, with the key or without', async () => {
    const strangers: Record<string, string>[] = [
      {host: 'evil.example'},
      {host: `evil.example:${stage().port}`},
      {host: '127.0.0.1'},
      {host: `127.0.0.1:${stage().port + 1}`},
      {origin: 'http://evil.example'},
      {origin: 'null'},
      {'sec-fetch-site': 'cross-site'},
    ]
    for (const headers of strangers) {
      for (const path of ['/healthz', '/v1/messages', '/ccs/proof', '/ccs/stop'])
        expect((await stage().send({path, headers})).status, JSON.stringify([headers, path])).to.equal(403)
    }
    expect((await refusal({host: 'evil.example'})).json).to.deep.equal({
      type: 'error',
      error: {type: 'permission_error', message: 'This proxy does not answer for the host "evil.example".'},
    })
    const own = await stage().send({path: '/healthz', headers: {host: host(), origin: `http://${host()}`}})
    expect(own.status).to.equal(200)
  })

  it('refuses a body that is too large, whether it says so or not', async () => {
    const told = await stage().send({
      method: 'POST',
      path: '/v1/messages',
      headers: {'content-length': String(LARGEST_BODY + 1)},
      body: Buffer.alloc(LARGEST_BODY + 1, ' '),
    })
    const packed = await stage().send({
      method: 'POST',
      path: '/v1/messages',
      headers: {'content-encoding': 'gzip'},
      body: gzipSync(Buffer.alloc(LARGEST_BODY + 1, ' ')),
    })
    expect([told.status, packed.status]).to.deep.equal([413, 400])
    expect(told.json).to.deep.equal({
      type: 'error',
      error: {type: 'request_too_large', message: 'The request is larger than 32 MiB.'},
    })
  })

  it('unpacks what was packed several times, the last coding first, and no more often than anybody would', async () => {
    const messages = [{role: 'user', content: 'twice'}]
    const body = Buffer.from(JSON.stringify({model: 'gpt-5.4', max_tokens: 9, messages}))
    const post = async (encoding: string, packed: Buffer) => {
      const {status, text} = await stage().send({
        method: 'POST',
        path: '/v1/messages',
        headers: {'content-encoding': encoding},
        body: packed,
      })
      return [status, text.includes('You said: twice')]
    }
    const bomb = gzipSync(gzipSync(Buffer.alloc(LARGEST_BODY + 1, ' ')))
    expect(await post('gzip, br', brotliCompressSync(gzipSync(body)))).to.deep.equal([200, true])
    expect(await post(' Identity ,GZIP,', gzipSync(body))).to.deep.equal([200, true])
    expect(await post('br, gzip', brotliCompressSync(gzipSync(body)))).to.deep.equal([400, false])
    expect(await post('gzip, gzip', bomb)).to.deep.equal([400, false])
    const many = Array.from({length: 5}).reduce<Buffer>((packed) => gzipSync(packed), body)
    expect(await post(Array(5).fill('gzip').join(), many)).to.deep.equal([400, false])
  })

  it('reads a body behind a mark of the byte order, as Windows writes files, in each dialect', async () => {
    const messages = [{role: 'user', content: 'é'}]
    const asked = {
      '/v1/messages': {max_tokens: 9, messages},
      '/v1/chat/completions': {messages},
      '/v1/responses': {input: [{type: 'message', ...messages[0]}]},
    }
    for (const [path, more] of Object.entries(asked)) {
      const body = `\ufeff${JSON.stringify({model: 'gpt-5.4', ...more})}`
      const {status, text} = await stage().send({method: 'POST', path, body})
      expect([status, text.includes('You said: é')], path).to.deep.equal([200, true])
    }
  })

  it('says what is wrong with a body, in the shape of the dialect', async () => {
    const post = async (path: string, body: string) => {
      const {status, json} = await stage().send({method: 'POST', path, body})
      return {status, json}
    }
    expect(await post('/v1/messages', '{"model":')).to.deep.equal({
      status: 400,
      json: {
        type: 'error',
        error: {
          type: 'invalid_request_error',
          message: 'The body is not valid JSON: Unexpected end of JSON input',
        },
      },
    })
    const relayed = await post('/v1/responses', '[')
    expect(relayed.status).to.equal(400)
    expect(relayed.json).to.have.nested.property('error.code', 'invalid_value')
  })

  it('names paths that nobody serves, and the WebSocket that it has not', async () => {
    const status = async (method: string, path: string) => (await stage().send({method, path})).status
    expect([
      await status('GET', '/v1/nothing'),
      await status('GET', '/v1/messages'),
      await status('GET', '/v1/responses'),
      await status('OPTIONS', '/v1/messages'),
    ]).to.deep.equal([404, 405, 426, 405])
  })

  it('serves whoever would like another protocol as if it were not asked for, past the same guard', async () => {
    const ask = async (upgrade: string, method: string, path: string, {headers = {}, body = ''} = {}) => {
      const wish = {method, path, headers: {connection: 'Upgrade', upgrade, ...headers}, body}
      return (await stage().send(wish)).status
    }
    const turn = {body: JSON.stringify({model: 'gpt-5.4', stream: true, input: 'hello'})}
    expect({
      turn: await ask('h2c', 'POST', '/v1/responses', turn),
      list: await ask('h2c', 'GET', '/v1/models'),
      socket: await ask('websocket', 'GET', '/v1/responses'),
      key: await ask('websocket', 'GET', '/v1/responses', {headers: {authorization: 'Bearer wrong'}}),
      page: await ask('websocket', 'GET', '/v1/responses', {headers: {origin: 'http://evil.example'}}),
      host: await ask('h2c', 'POST', '/v1/responses', {...turn, headers: {host: 'evil.example'}}),
    }).to.deep.equal({turn: 200, list: 200, socket: 426, key: 401, page: 403, host: 403})
  })
})

import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {expect} from 'chai'
import {JOHN} from '../../../test/openai/index.js'
import {modelsReply} from '../../../test/openai/model-list.js'
import {catalogue} from '../src/catalogue.js'
import {endpointOf} from '../src/endpoint.js'
import {accountOf, kitOf, refusalOf, useOpenAi} from './scene.js'

const NEVER = new AbortController().signal

describe('provider-codex: the catalogue', () => {
  const openai = useOpenAi()
  const ask = (env: Readonly<Record<string, string>> = openai().env) =>
    catalogue(accountOf(openai(), JOHN), endpointOf(env), kitOf(env), NEVER)
  let other: Server | undefined
  afterEach(() => other?.close())

  /** What is read of a reply with these bytes. */
  async function readFrom(body: string, status = 200) {
    other?.close()
    const server = createServer((_request, response) => response.writeHead(status).end(body))
    other = server
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return ask({CCS_CODEX_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`})
  }

  it('is read as the backend tells it, with the version of the client in the question', async () => {
    const models = await ask({...openai().env, CCS_CODEX_CLIENT_VERSION: '0.200.0 beta'})
    const [asked] = openai().requests
    expect([asked?.path, asked?.query, asked?.headers.version, asked?.headers.accept]).to.deep.equal([
      '/backend-api/codex/models',
      {client_version: '0.200.0 beta'},
      '0.200.0 beta',
      'application/json',
    ])
    const {models: entries} = modelsReply(openai().backend.models)
    expect(models.map(({entry}) => entry)).to.deep.equal(entries)
    expect(models.map(({id}) => id)).to.deep.equal(openai().backend.models.map(({slug}) => slug))
    const bare = models.map(({entry: _entry, ...model}) => model)
    expect(bare.filter(({id}) => id === 'gpt-5.4-mini' || id === 'gpt-6.1-sol')).to.deep.equal([
      {
        id: 'gpt-5.4-mini',
        name: 'GPT-5.4 Mini',
        efforts: ['minimal', 'low', 'medium', 'high'],
        tiers: [],
        contextWindow: 272_000,
        hidden: false,
      },
      {
        id: 'gpt-6.1-sol',
        name: 'GPT-6.1 Sol',
        efforts: ['low', 'medium', 'high', 'xhigh', 'max'],
        tiers: ['fast'],
        contextWindow: 272_000,
        hidden: false,
      },
    ])
  })

  it('leaves out what a model does not say, and what is no model', async () => {
    const models = [
      {slug: 'bare'},
      {
        slug: 'odd',
        display_name: '',
        visibility: 'hide',
        context_window: '128000',
        supported_reasoning_levels: ['xhigh', {effort: 'low'}, {effort: 'ultra'}, 7, null],
        service_tiers: [{id: 'flex'}, 'priority'],
      },
      {
        slug: 'unknown-levels',
        supported_reasoning_levels: [{effort: 'ultra'}],
        service_tiers: null,
        context_window: 'x',
      },
      {slug: ''},
      {display_name: 'nameless'},
      null,
      'gpt-5.4',
    ]
    expect(await readFrom(JSON.stringify({models}))).to.deep.equal([
      {id: 'bare', entry: models[0]},
      {id: 'odd', efforts: ['low', 'xhigh'], tiers: [], contextWindow: 128_000, hidden: true, entry: models[1]},
      {id: 'unknown-levels', tiers: [], entry: models[2]},
    ])
  })

  it('is a fault when the backend refuses, or answers with something else', async () => {
    const faults = []
    for (const body of ['{}', '{"models":{}}', 'nothing', '<html>Log in to the network</html>'])
      faults.push(await refusalOf(readFrom(body)))
    const strange = {blame: 'upstream', message: 'The backend answered with something that is no list of models.'}
    expect(faults).to.deep.equal([
      {...strange, kind: 'server-error', status: 200},
      {...strange, kind: 'server-error', status: 200},
      {...strange, kind: 'server-error', status: 200},
      {...strange, kind: 'network-blocked', status: 200},
    ])
    expect(await readFrom('{"models":[]}')).to.deep.equal([])
    const {access_token} = openai().issue(JOHN)
    openai().issuer.expire(access_token)
    const account = {...accountOf(openai(), JOHN), accessToken: access_token}
    const {env} = openai()
    const refused = await refusalOf(catalogue(account, endpointOf(env), kitOf(env), NEVER))
    expect(refused).to.deep.equal({
      blame: 'account',
      kind: 'token-expired',
      message: "The account's token was refused: Your authentication token has expired. Please try signing in again.",
      status: 401,
      scope: 'account',
    })
    expect((await refusalOf(readFrom('{}', 500)))?.kind).to.equal('server-error')
  })
})

import {expect} from 'chai'
import {protocols} from '../../../src/protocols/index.js'
import {JOHN, type Person, SARAH} from '../../../test/openai/index.js'
import provider from '../src/provider.js'
import {accountOf, collect, envOf, kitOf, turnOf, useOpenAi} from './scene.js'

const NEVER = new AbortController().signal
const DAY = 24 * 60 * 60_000

describe('provider-codex: the region of a workspace', () => {
  const openai = useOpenAi()
  let now = Date.now()

  function serve(use = 'off') {
    const clock = {now: () => now, wait: () => Promise.resolve()}
    return provider({contract: 1, id: 'codex', kit: kitOf(envOf(openai(), use), {clock})})
  }
  const asked = () => openai().requests.filter(({path}) => path.endsWith('/accounts/check')).length
  const regions = () =>
    openai()
      .turns()
      .map(({headers}) => headers['x-openai-account-routing-override'])
  async function send({open}: ReturnType<typeof serve>, person: Person) {
    await collect((await open(turnOf(), accountOf(openai(), person), NEVER)).events)
  }

  it('goes with each of its turns, however it is sent, and is asked for once a day', async () => {
    openai().backend.accountExtra = {account_routing_override: 'us_cr'}
    const served = serve()
    await Promise.all([send(served, SARAH), send(served, SARAH)])
    const body = {model: 'gpt-5.4', input: 'hi', stream: true}
    const request = {path: '' as const, body, headers: {}, session: {id: 's'}, foreign: new Set<string>()}
    const model = {asked: 'gpt-5.4', id: 'gpt-5.4'}
    const {body: answer} = await served.relay!({...request, model}, accountOf(openai(), SARAH), NEVER)
    await collect(protocols['openai-responses'].readEvents(answer, new Map()))
    expect([asked(), regions()]).to.deep.equal([1, ['us_cr', 'us_cr', 'us_cr']])
    now += DAY
    openai().backend.accountExtra = {account_routing_override: 'us'}
    await send(served, SARAH)
    await send(serve('all'), SARAH)
    expect([asked(), regions().slice(3)]).to.deep.equal([3, ['us', 'us']])
  })

  it('is not sent where there is none, or in words that nobody knows, and not asked of a person', async () => {
    for (const extra of [{}, {account_routing_override: 'moon'}, {account_routing_override: null}]) {
      openai().backend.accountExtra = extra
      await send(serve(), SARAH)
    }
    openai().backend.accountExtra = {account_routing_override: 'us', id: 'another'}
    await send(serve(), SARAH)
    await send(serve(), JOHN)
    expect([asked(), regions()]).to.deep.equal([4, Array(5).fill(undefined)])
  })

  it('stops no turn when it cannot be had, and is asked for again a while later', async () => {
    const {backend} = openai()
    const answer = backend.accounts.bind(backend)
    backend.accounts = ({response}) => void response.writeHead(500).end('broken')
    const served = serve()
    await send(served, SARAH)
    backend.accounts = answer
    backend.accountExtra = {account_routing_override: 'us'}
    await send(served, SARAH)
    now += DAY / 24
    await send(served, SARAH)
    expect([asked(), regions()]).to.deep.equal([2, [undefined, undefined, 'us']])
  })
})

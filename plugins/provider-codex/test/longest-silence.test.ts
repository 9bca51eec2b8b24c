import {expect} from 'chai'
import type {HttpRequest, RelayRequest} from '../../../src/contract/index.js'
import {JOHN, say, turn} from '../../../test/openai/index.js'
import provider from '../src/provider.js'
import {accountOf, collect, envOf, kitOf, turnOf, useOpenAi} from './scene.js'

const NEVER = new AbortController().signal

describe('provider-codex: what the upstream is waited for', () => {
  const openai = useOpenAi()

  it('is a quarter of an hour for a turn, and seconds for its small questions', async () => {
    const asked: HttpRequest[] = []
    const kit = kitOf(envOf(openai(), 'off'))
    const http: typeof kit.http = {
      ...kit.http,
      request(request) {
        asked.push(request)
        return kit.http.request(request)
      },
    }
    const codex = provider({contract: 1, id: 'codex', kit: {...kit, http}})
    const account = accountOf(openai(), JOHN)
    openai().script(turn(say('one')), turn(say('two')))
    await collect((await codex.open(turnOf(), account, NEVER)).events)
    const relayed = await codex.relay?.(relayOf(), account, NEVER)
    for await (const bytes of relayed?.body ?? []) expect(bytes.length).to.be.above(0)
    await codex.usage?.(account, NEVER)
    expect(
      asked.map(({url, headTimeout, idleTimeout}) => [new URL(url).pathname, headTimeout, idleTimeout]),
    ).to.deep.equal([
      ['/backend-api/codex/responses', 900_000, 900_000],
      ['/backend-api/codex/responses', 900_000, 900_000],
      ['/backend-api/wham/usage', 12_000, 12_000],
    ])
  })
})

function relayOf(): RelayRequest {
  const body = {model: 'gpt-5.4', instructions: '', input: 'hi', stream: true, store: false}
  return {
    path: '',
    body,
    headers: {},
    session: {id: 's1'},
    model: {asked: 'gpt-5.4', id: 'gpt-5.4'},
    foreign: new Set(),
  }
}

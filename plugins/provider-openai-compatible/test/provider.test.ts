import {createServer, type IncomingHttpHeaders} from 'node:http'
import type {AddressInfo} from 'node:net'
import {expect} from 'chai'
import {providerChecks, sampleAnswer, scriptedUpstream} from '../../../src/conformance/index.js'
import {watchingKit} from '../../../src/conformance/provider-kit.js'
import {accountOf} from '../../../src/conformance/provider-scene.js'
import {sampleTurn} from '../../../src/conformance/sample-turn.js'
import type {Protocol, ProviderPlugin, TurnEvent} from '../../../src/contract/index.js'
import provider from '../src/provider.js'
import {endpointOf, serviceOf} from '../src/service.js'

const PROTOCOLS: readonly Protocol[] = ['openai-chat', 'openai-responses', 'anthropic-messages']

describe('provider-openai-compatible', () => {
  for (const protocol of PROTOCOLS)
    describe(`conformance over ${protocol}`, () => {
      const upstream = scriptedUpstream({
        whole: sampleAnswer(protocol),
        tokens: (origin) => ({
          accessToken: 'sk-conformance-1',
          fields: {preset: 'other', baseUrl: origin, protocol, model: 'm'},
        }),
      })
      for (const {name, run} of providerChecks(provider, {id: 'openai-compatible', upstream})) it(name, run)
    })

  const plugin = provider({contract: 1, id: 'openai-compatible', kit: watchingKit({}, () => undefined)})
  const endpoint = (fields: Readonly<Record<string, string>>) => endpointOf(serviceOf({fields}))

  it('knows where each service is, and what a base URL means', () => {
    const cases: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
      [{preset: 'openrouter'}, 'https://openrouter.ai/api/v1/chat/completions'],
      [{preset: 'openrouter', protocol: 'openai-responses'}, 'https://openrouter.ai/api/v1/responses'],
      [{preset: 'zai', protocol: 'auto'}, 'https://api.z.ai/api/anthropic/v1/messages'],
      [{preset: 'ollama'}, 'http://127.0.0.1:11434/v1/chat/completions'],
      [{preset: 'ollama', baseUrl: 'http://192.168.1.7:11434/'}, 'http://192.168.1.7:11434/v1/chat/completions'],
      [{preset: 'llama.cpp'}, 'http://127.0.0.1:8080/v1/chat/completions'],
      [{preset: 'other', baseUrl: 'https://llm.test/paas/v4/'}, 'https://llm.test/paas/v4/chat/completions'],
      [
        {preset: 'other', baseUrl: 'https://llm.test/v1', protocol: 'anthropic-messages'},
        'https://llm.test/v1/messages',
      ],
    ]
    expect(cases.map(([fields]) => endpoint(fields))).to.deep.equal(cases.map(([, url]) => url))
  })

  it('refuses an address that a key must not go to', () => {
    const fault = (baseUrl: string) => {
      try {
        return plugin.identify({accessToken: 'k', fields: {preset: 'other', baseUrl}})
      } catch (error) {
        return (error as Error).message
      }
    }
    expect(['', 'llm.test', 'http://llm.test/v1', 'ftp://llm.test'].map(fault)).to.deep.equal([
      'the service "other" needs a base URL',
      '"llm.test" is no base URL',
      '"http://llm.test/v1" must be https: the key would travel in the clear',
      '"ftp://llm.test" must be https: the key would travel in the clear',
    ])
  })

  it('tells accounts apart by key and address', () => {
    const who = (accessToken: string, preset: string) => plugin.identify({accessToken, fields: {preset}})
    expect(who('key-1', 'openrouter')).to.deep.equal({
      accountId: 'https://openrouter.ai/api/v1',
      userId: 'be2974546978e373',
      email: 'openrouter.ai',
    })
    expect(who('key-2', 'openrouter').userId).not.to.equal(who('key-1', 'openrouter').userId)
    expect(who('key-1', 'zai').accountId).not.to.equal(who('key-1', 'openrouter').accountId)
  })

  it('asks for what an account needs, with answers from the environment where there is no terminal', () => {
    const env = {CCS_OPENAI_COMPATIBLE_PRESET: 'ollama', CCS_OPENAI_COMPATIBLE_MODEL: 'qwen'}
    const {signIn} = provider({contract: 1, id: 'x', kit: watchingKit(env, () => undefined)})
    expect(signIn).to.deep.equal({
      type: 'api-key',
      question: 'API key (any word where none is needed)',
      fields: [
        {
          name: 'preset',
          question: 'Service',
          choices: ['openrouter', 'zai', 'ollama', 'llama.cpp', 'other'],
          default: 'ollama',
        },
        {name: 'baseUrl', question: 'Base URL (empty: that of the service)', default: undefined},
        {
          name: 'protocol',
          question: 'Protocol',
          choices: ['auto', 'openai-chat', 'openai-responses', 'anthropic-messages'],
          default: 'auto',
        },
        {name: 'model', question: 'Model (empty: that of the service)', default: 'qwen'},
      ],
    })
  })

  it('sends the chosen model and the key, in the way of each protocol', async () => {
    const seen: {readonly url?: string; readonly headers: IncomingHttpHeaders; readonly model: unknown}[] = []
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const {model} = JSON.parse(Buffer.concat(chunks).toString()) as {readonly model: unknown}
      seen.push({url: request.url, headers: request.headers, model})
      const protocol = PROTOCOLS.find((name) => endpointOf(serviceFor(name)).endsWith(request.url ?? ''))
      const {contentType, body} = sampleAnswer(protocol ?? 'openai-chat')
      response.setHeader('content-type', contentType).end(body)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
    const serviceFor = (protocol: Protocol) => serviceOf({fields: {preset: 'other', baseUrl, protocol}})
    for (const protocol of PROTOCOLS)
      for (const id of ['chosen-model', 'vendor/other-model'])
        expect(await ask(plugin, {preset: 'other', baseUrl, protocol, model: 'mine'}, id)).to.equal('Hello from here.')
    server.close()
    const row = ({url, headers, model}: (typeof seen)[number]) => [
      url,
      headers.authorization,
      headers['x-api-key'],
      model,
    ]
    const expected: Readonly<Record<Protocol, readonly unknown[]>> = {
      'openai-chat': ['/v1/chat/completions', 'Bearer sk-1', undefined],
      'openai-responses': ['/v1/responses', 'Bearer sk-1', undefined],
      'anthropic-messages': ['/v1/messages', undefined, 'sk-1'],
    }
    expect(seen.map(row)).to.deep.equal(
      PROTOCOLS.flatMap((name) => ['mine', 'vendor/other-model'].map((model) => [...expected[name], model])),
    )
  })
})

async function ask(plugin: ProviderPlugin, fields: Readonly<Record<string, string>>, id: string): Promise<string> {
  const account = accountOf(plugin, {accessToken: 'sk-1', fields})
  const {events} = await plugin.open(sampleTurn({asked: id, id}), account, new AbortController().signal)
  const all: TurnEvent[] = []
  for await (const batch of events) all.push(...batch)
  return all.map((event) => (event.type === 'block-delta' ? event.text : '')).join('')
}

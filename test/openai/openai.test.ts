import {createHash, randomBytes} from 'node:crypto'
import {expect} from 'chai'
import {
  call,
  cut,
  gate,
  hold,
  JOHN,
  type OpenAi,
  SARAH,
  say,
  seal,
  startOpenAi,
  think,
  together,
  turn,
  usageLimit,
} from './index.js'
import {CLIENT_ID} from './issuer.js'

const REDIRECT = 'http://localhost:1455/auth/callback'

describe('the stand-in for OpenAI', () => {
  let openai: OpenAi
  beforeEach(async () => {
    openai = await startOpenAi()
  })
  afterEach(() => openai.close())

  it('signs in with a code that is good for one verifier and one use', async () => {
    const verifier = randomBytes(48).toString('base64url')
    const code = await authorize(openai, verifier)
    const wrong = await token(openai, {
      grant_type: 'authorization_code',
      code,
      code_verifier: 'x',
      redirect_uri: REDIRECT,
    })
    expect(wrong.status).to.equal(400)
    const fresh = await authorize(openai, verifier)
    const ask = {grant_type: 'authorization_code', code: fresh, code_verifier: verifier, redirect_uri: REDIRECT}
    expect((await token(openai, ask)).status).to.equal(200)
    expect((await token(openai, ask)).status).to.equal(400)
  })

  it('sends nobody to an address that is not registered', async () => {
    const url = authorizeUrl(openai, 'v', 'http://localhost:9999/auth/callback')
    expect((await fetch(url, {redirect: 'manual'})).status).to.equal(400)
  })

  it('takes each refresh token once', async () => {
    const {refresh_token} = openai.issue(JOHN)
    const first = await token(openai, {grant_type: 'refresh_token', refresh_token})
    expect(first.status).to.equal(200)
    const again = await token(openai, {grant_type: 'refresh_token', refresh_token})
    expect([again.status, ((await again.json()) as {error: {code: string}}).error.code]).to.deep.equal([
      401,
      'refresh_token_reused',
    ])
  })

  it('knows expired tokens from unknown ones, and the account from the header', async () => {
    const {access_token} = openai.issue(JOHN)
    expect((await usage(openai, access_token, JOHN.accountId)).status).to.equal(200)
    expect((await usage(openai, access_token, SARAH.accountId)).status).to.equal(403)
    openai.issuer.expire(access_token)
    expect(await (await usage(openai, access_token, JOHN.accountId)).text()).to.contain('token_expired')
    expect(await (await usage(openai, 'none', JOHN.accountId)).json()).to.deep.equal({detail: 'Unauthorized'})
  })

  it('tells scripted answers in order, then echoes', async () => {
    openai.script(turn(think('Hm.'), say('Hello there')), usageLimit({resetsIn: 60}))
    const first = await respond(openai, {})
    const text = await first.text()
    expect([...text.matchAll(/^event: (.+)$/gm)].map(([, type]) => type)).to.deep.equal([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.reasoning_summary_part.added',
      'response.reasoning_summary_text.delta',
      'response.reasoning_summary_text.done',
      'response.reasoning_summary_part.done',
      'response.output_item.done',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ])
    expect((await respond(openai, {})).status).to.equal(429)
    expect(await (await respond(openai, {})).text()).to.contain('"text":"You said: hi"')
  })

  it('lets parallel calls take turns', async () => {
    openai.script(turn(together(call('Read', {file_path: '/a/long/path'}), call('Read', {file_path: '/b/long/path'}))))
    const indices = [
      ...(await (await respond(openai, {})).text()).matchAll(/arguments\.delta"[^\n]*"output_index":(\d)/g),
    ]
    expect(indices.map(([, index]) => index).slice(0, 4)).to.not.deep.equal(['0', '0', '0', '0'])
  })

  it('holds at a gate and breaks off at a cut', async () => {
    const open = gate()
    openai.script(turn(say('before'), hold(open), cut()))
    const reply = await respond(openai, {})
    const reader = reply.body!.getReader()
    expect(new TextDecoder().decode((await reader.read()).value)).to.contain('response.created')
    open.open()
    const rest = await drain(reader)
    expect(rest).to.equal('broken')
  })

  for (const [why, body, status, says] of [
    ['an unknown key', {temperature: 1}, 400, 'Unsupported parameter: temperature'],
    ['no stream', {stream: false}, 400, 'Stream must be set to true'],
    ['storing', {store: true}, 400, 'Store must be set to false'],
    ['a system message', {input: [{role: 'system', content: 'x'}]}, 400, 'System messages are not allowed'],
    ['an unknown tier', {service_tier: 'fast'}, 400, 'Unsupported service_tier: fast'],
    ['a level the model lacks', {reasoning: {effort: 'max'}}, 400, 'unsupported_value'],
    ['an unknown model', {model: 'gpt-9'}, 400, 'not supported when using Codex'],
    [
      'a name over 64',
      {tools: [{type: 'function', name: 'x'.repeat(65), parameters: {type: 'object', properties: {}}}]},
      400,
      'string_above_max_length',
    ],
    [
      'an odd name',
      {tools: [{type: 'function', name: 'a.b', parameters: {type: 'object', properties: {}}}]},
      400,
      'does not match pattern',
    ],
    [
      'a schema that is no object',
      {tools: [{type: 'function', name: 'a', parameters: {type: 'array'}}]},
      400,
      'invalid_function_parameters',
    ],
    [
      'an orphan output',
      {input: [{type: 'function_call_output', call_id: 'c', output: 'x'}]},
      400,
      'No tool call found',
    ],
    [
      'an orphan call',
      {input: [{type: 'function_call', call_id: 'c', name: 'a', arguments: '{}'}]},
      400,
      'No tool output found',
    ],
    [
      "another account's reasoning",
      {input: [{type: 'reasoning', summary: [], encrypted_content: seal('other')}]},
      400,
      'invalid_encrypted_content',
    ],
    ['reasoning by id alone', {input: [{type: 'reasoning', id: 'rs_1', summary: []}]}, 404, 'not found'],
    [
      'a broken image',
      {input: [{role: 'user', content: [{type: 'input_image', image_url: 'data:image/png;base64,AAAA'}]}]},
      400,
      'valid image',
    ],
    ['NUL in text', {input: [{role: 'user', content: 'a\0b'}]}, 400, 'invalid Unicode'],
    [
      'an open schema that claims to be strict',
      {text: {format: {type: 'json_schema', name: 'a', strict: true, schema: {type: 'object'}}}},
      400,
      'invalid_json_schema',
    ],
  ] as const)
    it(`refuses ${why}`, async () => {
      const reply = await respond(openai, body)
      expect([reply.status, await reply.text()]).to.satisfy(
        ([code, text]: [number, string]) => code === status && text.includes(says),
      )
    })

  it('takes what it made itself', async () => {
    const input = [
      {type: 'message', role: 'developer', content: [{type: 'input_text', text: 'Be brief.'}]},
      {type: 'message', role: 'user', content: [{type: 'input_text', text: 'go'}]},
      {type: 'reasoning', summary: [], encrypted_content: seal(JOHN.accountId)},
      {type: 'function_call', call_id: 'c', name: 'a', arguments: '{}'},
      {type: 'function_call_output', call_id: 'c', output: 'done'},
    ]
    expect(await (await respond(openai, {input})).text()).to.contain('The tool answered: done')
  })
})

function authorizeUrl(openai: OpenAi, verifier: string, redirectUri = REDIRECT): URL {
  const url = new URL(`${openai.url}/oauth/authorize`)
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: CLIENT_ID,
    redirect_uri: redirectUri,
    scope: 'openid email profile offline_access',
    state: 'some-state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString()
  return url
}

async function authorize(openai: OpenAi, verifier: string): Promise<string> {
  const reply = await fetch(authorizeUrl(openai, verifier), {redirect: 'manual'})
  return new URL(reply.headers.get('location') ?? '').searchParams.get('code') ?? ''
}

function token(openai: OpenAi, fields: Record<string, string>): Promise<Response> {
  return fetch(`${openai.url}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({client_id: CLIENT_ID, ...fields}),
  })
}

function usage(openai: OpenAi, access: string, account: string): Promise<Response> {
  return fetch(`${openai.baseUrl}/wham/usage`, {
    headers: {authorization: `Bearer ${access}`, 'chatgpt-account-id': account},
  })
}

function respond(openai: OpenAi, more: object): Promise<Response> {
  return fetch(`${openai.baseUrl}/codex/responses`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${openai.issue(JOHN).access_token}`,
      'chatgpt-account-id': JOHN.accountId,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      model: 'gpt-5.4',
      stream: true,
      store: false,
      input: [{type: 'message', role: 'user', content: [{type: 'input_text', text: 'hi'}]}],
      ...more,
    }),
  })
}

async function drain(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<'whole' | 'broken'> {
  try {
    while (!(await reader.read()).done);
    return 'whole'
  } catch {
    return 'broken'
  }
}

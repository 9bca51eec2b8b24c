import {renameSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {performance} from 'node:perf_hooks'
import {expect} from 'chai'
import {until} from '../fakes/run-process.js'
import {
  challenge,
  fail,
  failure,
  gate,
  hold,
  JOHN,
  modelDenied,
  overloaded,
  PAUL,
  PEOPLE,
  type Reply,
  SARAH,
  say,
  serverError,
  throttled,
  turn,
  unauthorized,
  usageLimit,
  wrongRegion,
} from '../openai/index.js'
import {type Answer, useStage} from './stage.js'

const messageOf = ({json}: Answer) => (json as {error: {message: string}}).error.message

describe('one account', () => {
  const stage = useStage()
  const trips = () => stage().openai.turns().length

  it('is asked once more for what passes, and no more', async () => {
    for (const reply of [
      serverError(),
      serverError(520),
      overloaded(),
      throttled(),
      turn(fail('server_is_overloaded', 'busy')),
    ]) {
      stage().openai.script(reply)
      expect((await stage().ask()).status).to.equal(200)
    }
    expect(trips()).to.equal(10)
    stage().openai.script(serverError(), serverError())
    const {status, headers} = await stage().ask()
    expect([status, headers['x-should-retry'], trips()]).to.deep.equal([500, undefined, 12])
  })

  it("is never asked again for what is the request's own fault, and does not suffer for it", async () => {
    const refusals: Reply[] = [
      failure(400, {detail: 'Unsupported parameter: x'}),
      failure(400, {error: {message: 'no', code: 'cyber_policy'}}),
      failure(400, {error: {message: 'too big', code: 'string_above_max_length'}}),
    ]
    for (const refusal of refusals) {
      stage().openai.script(refusal)
      expect((await stage().ask()).status).to.equal(400)
    }
    expect([trips(), (await stage().ask()).status]).to.deep.equal([3, 200])
  })

  it('renews its token once, and must sign in again when that does not help', async () => {
    stage().openai.script(unauthorized())
    expect((await stage().ask()).status).to.equal(200)
    const renewals = stage().openai.requests.filter(({path}) => path === '/oauth/token')
    expect([trips(), renewals.length]).to.deep.equal([2, 1])
    stage().openai.script(unauthorized(), unauthorized())
    const {status, json} = await stage().ask()
    const message =
      "john (john@example.com) must sign in again (The account's token was refused: Your authentication token is expired). Run: ccs codex --auth --account john"
    expect({status, json}).to.deep.equal({status: 424, json: {type: 'error', error: {type: 'api_error', message}}})
    expect([messageOf(await stage().ask()), trips()]).to.deep.equal([message, 4])
  })

  it('is asked once more after a throttle that is over, and need not sign in for it', async () => {
    stage().openai.script(throttled(0))
    expect([(await stage().ask()).status, trips()]).to.deep.equal([200, 2])
    stage().openai.script(throttled(0), throttled(0))
    const spent = await stage().ask()
    expect(spent.status).to.equal(429)
    expect(messageOf(spent)).to.match(/^The codex account john is throttled by the upstream\. It is back in (10|9)s /)
  })

  it('serves again once it has signed in anew, whoever did that, and whenever', async () => {
    const {openai, home} = stage()
    openai.script(unauthorized('token_revoked'))
    const before = [(await stage().ask()).status, (await stage().ask()).status]
    home.add(JOHN)
    const after = (await stage().ask()).status
    openai.script((asked) => {
      home.add(JOHN)
      return unauthorized('token_revoked')(asked)
    })
    const meanwhile = (await stage().ask()).status
    const [john] = await (await stage().accounts()).list()
    expect([...before, after, meanwhile, john?.state.code, trips()]).to.deep.equal([424, 424, 200, 200, 'ready', 4])
  })

  it('never lets a refusal of the upstream out as 401 or 403', async () => {
    const replies = [
      challenge(),
      wrongRegion(),
      unauthorized('token_revoked'),
      failure(402, {detail: {code: 'deactivated_workspace'}}),
    ]
    for (const reply of replies) {
      stage().openai.script(reply)
      const {status, text} = await stage().ask()
      expect([401, 403]).not.to.include(status)
      expect(text).not.to.include('<html')
      await (await stage().accounts()).states.clear()
    }
  })

  it('is repaired once: without what it cannot read, without a schema that is refused, after an empty answer', async () => {
    const unreadable = failure(400, {error: {message: 'could not be verified', code: 'invalid_encrypted_content'}})
    const refused = failure(400, {
      error: {message: "Invalid schema for response_format 'x'", code: 'invalid_json_schema'},
    })
    stage().openai.script(unreadable, turn(say('read')))
    const first = await stage().ask()
    stage().openai.script(refused, turn(say('{}')))
    const format = {type: 'json_schema', schema: {type: 'object', properties: {}, additionalProperties: false}}
    const second = await stage().ask({body: {output_config: {format}}})
    stage().openai.script(turn(), turn(say('there')))
    const third = await stage().ask()
    stage().openai.script(turn(), turn())
    const fourth = await stage().ask()
    const bodies = stage()
      .openai.turns()
      .map(({body}) => body as {text?: unknown; input: unknown[]})
    expect([
      [first, second, third, fourth].map(({status}) => status),
      bodies.length,
      [bodies[2]?.text !== undefined, bodies[3]?.text],
      (bodies[5]?.input.length ?? 0) - (bodies[4]?.input.length ?? 0),
    ]).to.deep.equal([[200, 200, 200, 424], 8, [true, undefined], 1])
  })

  it('falls back once to the model that its plan may use, and remembers it for a day', async () => {
    stage().openai.when(({body}) => body.model === 'gpt-5.5', modelDenied('gpt-5.5'))
    const first = await stage().ask({body: {model: 'gpt-5.5'}})
    const second = await stage().ask({body: {model: 'gpt-5.5'}})
    const models = stage()
      .openai.turns()
      .map(({body}) => (body as {model: string}).model)
    expect([first.status, second.status, models]).to.deep.equal([200, 200, ['gpt-5.5', 'gpt-5.4', 'gpt-5.4']])
  })

  it('is asked once a day for a model that it may not use, where nothing stands in for that', async () => {
    stage().openai.when(({body}) => body.model !== 'gpt-5.4-mini', failure(404, {error: {code: 'model_not_found'}}))
    const said = async (model: string) => messageOf(await stage().ask({body: {model}}))
    const refused = 'The account may not use this model (account john).'
    const known = (model: string) =>
      `john may not use ${model}: the upstream refused it, and is asked again in 1d. Choose another model with ccs codex --config, or after a change of plan run: ccs codex --auth --account john`
    const told = [await said('gpt-5.4'), await said('gpt-5.4-low'), await said('gpt-5.5')]
    await stage().restart()
    told.push(await said('gpt-5.5'))
    const asked = stage().openai.turns()
    expect([
      told.map((message) => message.replace(/in (1d|23h 59m)\./, 'in 1d.')),
      asked.map(({body}) => (body as {model: string}).model),
    ]).to.deep.equal([
      [refused, known('gpt-5.4'), known('gpt-5.5'), known('gpt-5.5')],
      ['gpt-5.4', 'gpt-5.5'],
    ])
    const {status} = await stage().ask({body: {model: 'gpt-5.4-mini'}})
    expect(status).to.equal(200)
  })

  it('may be beyond reading when its answer fails: the client hears of the answer, and the proxy goes on', async () => {
    const broken = gate()
    const lost: unknown[] = []
    const lose = (reason: unknown): void => void lost.push(reason)
    process.on('unhandledRejection', lose)
    stage().openai.script(turn(say('Half'), hold(broken), fail('usage_limit_reached', 'x')))
    const asking = stage().ask({stream: true})
    await until(() => trips() === 1)
    const folder = join(stage().home.path, '.ccs/cliproxy/auth')
    renameSync(folder, `${folder}-kept`)
    writeFileSync(folder, '')
    broken.open()
    expect((await asking).text).to.include('event: error')
    const unread = await stage().ask()
    rmSync(folder)
    renameSync(`${folder}-kept`, folder)
    expect([unread.status, (await stage().ask()).status, lost]).to.deep.equal([500, 200, []])
    process.off('unhandledRejection', lose)
  })

  it('says at once that it is spent, and when it is back', async () => {
    stage().openai.script(usageLimit({resetsIn: 7200}))
    const first = await stage().ask()
    const started = performance.now()
    const second = await stage().ask()
    const took = performance.now() - started
    expect([first.status, second.status, second.headers['x-should-retry'], trips()]).to.deep.equal([
      429,
      429,
      'false',
      1,
    ])
    expect(Number(second.headers['retry-after'])).to.be.within(7190, 7200)
    expect(messageOf(second)).to.match(/^The codex account john has reached a usage limit\. It is back in (2h|1h 59m) /)
    expect(took).to.be.below(1000)
  })

  it('ends the upstream request when its client goes', async () => {
    const {opened, open} = gate()
    stage().openai.script(turn(say(['Once ']), hold({opened, open}), say('more')))
    const leaving = new AbortController()
    const asked = stage()
      .send({
        method: 'POST',
        path: '/v1/messages',
        body: JSON.stringify({model: 'gpt-5.4', stream: true, messages: [{role: 'user', content: 'x'}]}),
        signal: leaving.signal,
      })
      .catch((error: Error) => error.name)
    const seen = await stage().openai.seen(({path}) => path.endsWith('/responses'))
    leaving.abort()
    expect(await asked).to.equal('AbortError')
    while (!seen.aborted) await new Promise((resolve) => setTimeout(resolve, 5))
    open()
    expect((await stage().ask()).status).to.equal(200)
  })
})

describe('several accounts', () => {
  const stage = useStage(() => ({accounts: [JOHN, SARAH, PAUL]}))
  const served = () => stage().served()

  it('share new sessions in turn, and keep each session', async () => {
    for (const session of ['a', 'b', 'c', 'a', 'b', 'c', 'd']) await stage().ask({session})
    const [a, b, c] = served()
    expect(new Set([a, b, c]).size).to.equal(3)
    expect(served()).to.deep.equal([a, b, c, a, b, c, a])
    await stage().restart()
    for (const session of ['c', 'b', 'a']) await stage().ask({session})
    expect(served().slice(7)).to.deep.equal([c, b, a])
  })

  it('go on at once when one is spent, and leave it alone', async () => {
    await stage().ask({session: 'a'})
    const [first] = served()
    stage().openai.script(usageLimit({resetsIn: 7200}))
    expect((await stage().ask({session: 'a'})).status).to.equal(200)
    const [, , second] = served()
    for (const session of ['a', 'b', 'c', 'd', 'a']) await stage().ask({session})
    expect(served().slice(3)).not.to.include(first)
    expect([served()[3], served()[7]]).to.deep.equal([second, second])
  })

  it('go on at once when one is spent and says so under a 200', async () => {
    const {body} = usageLimit({resetsIn: 7200})({} as never) as {body: string}
    stage().openai.script(failure(200, body))
    expect([(await stage().ask()).status, new Set(served()).size]).to.deep.equal([200, 2])
    expect(served().length).to.equal(2)
  })

  it('serve meanwhile for one that is throttled by a page', async () => {
    const page = '<!DOCTYPE html><title>You are being rate limited</title>'
    stage().openai.script(failure(429, page, {'content-type': 'text/html', 'retry-after': '20'}))
    const {status} = await stage().ask()
    const states = (await (await stage().accounts()).list()).map(({state}) => state.code)
    expect([status, served().length, new Set(served()).size, new Set(states)]).to.deep.equal([
      200,
      2,
      2,
      new Set(['ready']),
    ])
  })

  it('are not all asked, nor cooled, where the address of this machine is throttled, and rest for a moment', async () => {
    const page = failure(429, 'error code: 1015', {'content-type': 'text/html', 'retry-after': '3600'})
    stage().openai.script(page, page, page, page)
    const answer = await stage().ask()
    expect([answer.status, served().length, messageOf(answer).includes("this machine's address")]).to.deep.equal([
      429,
      2,
      true,
    ])
    expect([(await stage().ask()).status, served().length]).to.deep.equal([429, 2])
    const states = (await (await stage().accounts()).list()).map(({state}) => state.code)
    expect(new Set(states)).to.deep.equal(new Set(['ready']))
  })

  it('serve meanwhile for one that is throttled, and the session comes back', async () => {
    await stage().ask({session: 'a'})
    const [home] = served()
    stage().openai.script(throttled(1))
    await stage().ask({session: 'a'})
    expect(served()[2]).not.to.equal(home)
    await new Promise((resolve) => setTimeout(resolve, 1100))
    await stage().ask({session: 'a'})
    expect(served()[3]).to.equal(home)
  })

  it('are told all in one when all are spent, with the soonest', async () => {
    stage().openai.script(usageLimit({resetsIn: 9000}), usageLimit({resetsIn: 3600}), usageLimit({resetsIn: 7200}))
    const answer = await stage().ask()
    expect([answer.status, served().length]).to.deep.equal([429, 3])
    expect(messageOf(answer)).to.match(
      /^All 3 codex accounts have reached a usage limit\. \w+ is back first, in (1h|59m|60m)/,
    )
    await stage().restart()
    expect([(await stage().ask()).status, served().length]).to.deep.equal([429, 3])
  })

  it('do not carry a blocked network from one to the next', async () => {
    const page = failure(200, '<html>Please sign in to the network.</html>', {'content-type': 'text/html'})
    const body = JSON.stringify({model: 'gpt-5.4', input: 'hi', stream: true})
    const relay = () => stage().send({method: 'POST', path: '/v1/responses', body})
    stage().openai.script(challenge(), page, page)
    const answers = [await stage().ask(), await stage().ask(), await relay()]
    expect([answers.map(({status}) => status), served().length]).to.deep.equal([[424, 424, 400], 3])
  })

  it('say that one must sign in, but first that another may serve a moment later', async () => {
    const revoked = unauthorized('token_revoked')
    stage().openai.script(serverError(), serverError(), revoked, revoked)
    const answer = await stage().ask()
    const [failed, again, ...out] = served()
    expect([answer.status, answer.headers['x-should-retry'], again, out.length]).to.deep.equal([
      500,
      undefined,
      failed,
      2,
    ])
    expect(messageOf(answer)).to.include(`(account ${failed}).`)
    stage().openai.script(revoked)
    const next = await stage().ask()
    expect(next.status).to.equal(424)
    expect(messageOf(next)).to.match(
      /^None of the 3 codex accounts can serve: \w+ \(\S+\) must sign in again \(The account's sign-in was revoked: /,
    )
  })

  it('say that one was throttled before that the others must sign in, though its time is over', async () => {
    const revokedLater: Reply = async (asked) => {
      const since = Date.now()
      await until(() => Date.now() > since + 200)
      return unauthorized('token_revoked')(asked)
    }
    const brief = failure(429, {error: {code: 'rate_limit_exceeded', message: 'Slow.'}}, {'retry-after-ms': '200'})
    stage().openai.script(brief, revokedLater, revokedLater)
    const answer = await stage().ask()
    const [throttledOne] = served()
    expect([answer.status, answer.headers['retry-after'], messageOf(answer)]).to.deep.equal([
      429,
      '1',
      `The upstream throttles the account: Slow (account ${throttledOne}).`,
    ])
  })

  it('each say what they wait for, not a limit that none has reached', async () => {
    const refusals: readonly (readonly [Reply, RegExp])[] = [
      [throttled(20), /^All 3 codex accounts are throttled by the upstream\. \w+ is back first, in (20|19)s /],
      [
        failure(429, {error: {type: 'insufficient_quota', message: 'Buy some.'}}),
        /^All 3 codex accounts have no credits left\. \w+ is back first, in (1h|59m|60m) /,
      ],
      [
        failure(429, {error: {type: 'usage_not_included', message: 'Not in this plan.'}}),
        /^All 3 codex accounts are not served by the upstream\. \w+ is back first, in (6h|5h 59m) /,
      ],
    ]
    for (const [refusal, words] of refusals) {
      stage().openai.script(refusal, refusal, refusal)
      const {status, headers, ...answer} = await stage().ask()
      expect([status, Number(headers['retry-after']) > 0]).to.deep.equal([429, true])
      expect(messageOf({status, headers, ...answer})).to.match(words)
      await (await stage().accounts()).states.clear()
      await stage().restart()
    }
    stage().openai.script(refusals[1]?.[0] as Reply, usageLimit({resetsIn: 7200}), usageLimit({resetsIn: 9000}))
    expect(messageOf(await stage().ask())).to.match(
      /^All 3 codex accounts have to wait\. \w+ has no credits left and is back first, in (1h|59m|60m) /,
    )
  })

  it('serve a model that one may not use from the next, and keep the session there', async () => {
    await stage().ask({session: 'a'})
    const [home] = served()
    stage().openai.script(modelDenied('gpt-5.5'))
    for (const model of ['gpt-5.5', 'gpt-5.5', 'gpt-5.4']) await stage().ask({session: 'a', body: {model}})
    const asked = stage().openai.turns()
    const models = asked.map(({body}) => (body as {model: string}).model)
    expect(models).to.deep.equal(['gpt-5.4', 'gpt-5.5', 'gpt-5.5', 'gpt-5.5', 'gpt-5.4'])
    expect(new Set(served().slice(2)).size).to.equal(1)
    expect([served()[1], served()[2] === home]).to.deep.equal([home, false])
    stage().openai.when(({body}) => body.model === 'gpt-5.5', modelDenied('gpt-5.5'))
    const {status} = await stage().ask({session: 'a', body: {model: 'gpt-5.5'}})
    const last = stage().openai.turns().slice(asked.length)
    expect([status, last.map(({body}) => (body as {model: string}).model)]).to.deep.equal([
      200,
      ['gpt-5.5', 'gpt-5.5', 'gpt-5.4'],
    ])
  })

  it('prefer the one that was chosen, as long as it can serve', async () => {
    const accounts = await stage().accounts()
    const {id} = await accounts.resolve('sarah')
    await accounts.use(id)
    for (const session of ['a', 'b']) await stage().ask({session})
    await accounts.pause(id)
    await stage().ask({session: 'c'})
    await accounts.resume(id)
    await accounts.release()
    for (const session of ['d', 'e', 'f']) await stage().ask({session})
    expect(served().slice(0, 2)).to.deep.equal(['sarah', 'sarah'])
    expect(served()[2]).not.to.equal('sarah')
    expect(new Set(served().slice(3)).size).to.equal(3)
  })

  it('serve only the one that a start names', async () => {
    const {id} = await (await stage().accounts()).resolve('paul')
    const prefix = `/launch/profile=codex&account=${id}`
    for (const session of ['a', 'b', 'c']) await stage().ask({session, prefix})
    stage().openai.script(usageLimit({resetsIn: 7200}))
    const {status} = await stage().ask({session: 'd', prefix})
    expect([served(), status]).to.deep.equal([['paul', 'paul', 'paul', 'paul'], 429])
  })

  it('follow a change of the strategy without a restart', async () => {
    const config = (routing: string) =>
      stage().home.write('.ccs/cliproxy/config.yaml', `port: 0\napi-keys: [${stage().key}]\nrouting:\n${routing}`)
    config('  strategy: fill-first\n')
    for (const session of ['a', 'b', 'c']) await stage().ask({session})
    expect(new Set(served()).size).to.equal(1)
    config('  strategy: round-robin\n  session-affinity: false\n')
    for (let request = 0; request < 3; request += 1) await stage().ask({session: 'a'})
    expect(new Set(served().slice(3)).size).to.equal(3)
  })

  it('serve the subagents of a session each from its own where they are spread, with one cache key', async () => {
    const config = (routing: string) =>
      stage().home.write('.ccs/cliproxy/config.yaml', `port: 0\napi-keys: [${stage().key}]\nrouting:\n${routing}`)
    const AGENTS = ['main', 'one', 'two']
    const askAll = async (session: string) => {
      for (const agent of AGENTS) await stage().ask({session, headers: {'x-claude-code-agent-id': agent}})
      return served().slice(-AGENTS.length)
    }
    const threads = async (session: string) => {
      for (const agent of [session, 'one', 'two']) {
        const headers = {'session-id': session, 'thread-id': agent}
        const body = JSON.stringify({model: 'gpt-5.4', stream: true, input: [], prompt_cache_key: session})
        await stage().send({method: 'POST', path: '/v1/responses', headers, body})
      }
      return served().slice(-AGENTS.length)
    }
    expect([new Set(await askAll('a')).size, new Set(await threads('b')).size]).to.deep.equal([1, 1])
    config('  spread-subagents: true\n')
    for (const all of [askAll, threads]) {
      const [first, again] = [await all('c'), await all('c')]
      expect([new Set(first).size, again]).to.deep.equal([3, first])
    }
    const keys = stage().openai.turns().slice(6, 12)
    expect(new Set(keys.map(({body}) => (body as {prompt_cache_key: string}).prompt_cache_key)).size).to.equal(1)
  })
})

describe('many accounts', () => {
  const stage = useStage(() => ({accounts: PEOPLE}))

  it('are gone through as long as each is spent, and not for what the request may have caused', async () => {
    const {length} = PEOPLE
    stage().openai.script(...PEOPLE.slice(1).map(() => usageLimit({resetsIn: 7200})))
    expect([(await stage().ask()).status, stage().served().length]).to.deep.equal([200, length])
    await (await stage().accounts()).states.clear()
    const forbidden = failure(403, {detail: 'Forbidden'})
    stage().openai.script(...PEOPLE.map(() => forbidden))
    expect([(await stage().ask({session: 'other'})).status, stage().served().length]).to.deep.equal([429, length + 3])
  })
})

describe('an account whose token must be renewed', () => {
  const stage = useStage(() => ({accounts: [[JOHN, {lifetime: 0}], SARAH]}))

  it('keeps nobody waiting whom another one could serve, and keeps its session', async () => {
    const {openai} = stage()
    const accounts = await stage().accounts()
    const {id} = await accounts.resolve('john')
    await accounts.use(id)
    const {opened, open} = gate()
    openai.issuer.beforeToken = () => opened
    expect((await stage().ask()).status).to.equal(200)
    open()
    await accounts.credentials(id)
    expect([(await stage().ask()).status, stage().served()]).to.deep.equal([200, ['sarah', 'john']])
  })
})

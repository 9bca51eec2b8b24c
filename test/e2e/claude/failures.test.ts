import {expect} from 'chai'
import {until} from '../../fakes/run-process.js'
import {
  beginToSay,
  call,
  challenge,
  cut,
  fail,
  gate,
  hold,
  overloaded,
  type Reply,
  SARAH,
  say,
  serverError,
  stop,
  throttled,
  turn,
  unauthorized,
  usageLimit,
  wrongRegion,
} from '../../openai/index.js'
import type {Json} from '../../openai/json.js'
import {conversation} from './conversation.js'
import {type Claude, eachClaude} from './each-claude.js'

interface Failure {
  readonly replies: readonly Reply[]
  readonly code?: number
  readonly said: string
  /** What Claude Code got of the proxy, and the proxy of the upstream. */
  readonly told: readonly number[]
  readonly upstream: readonly number[]
}

/** Claude Code's own words after a failure of a server. */
const PASSES =
  'This is a server-side issue, usually temporary — try again in a moment. If it persists, check your inference gateway (HOST).'
const OUT = 'Run: ccs codex --auth --account john'

/** Counted from when it is asked. */
const spentFor =
  (resetsIn: number): Reply =>
  (asked) =>
    usageLimit({resetsIn})(asked)

const FAILURES: Readonly<Record<string, Failure>> = {
  'a token that is refused, once': {
    replies: [unauthorized()],
    code: 0,
    said: 'You said: hello',
    told: [200],
    upstream: [401, 200],
  },
  'a token that is refused for good': {
    replies: [unauthorized(), unauthorized()],
    said: `API Error: 424 john (john@example.com) must sign in again (The account's token was refused: Your authentication token is expired). ${OUT}`,
    told: [424],
    upstream: [401, 401],
  },
  'a sign-in that was revoked': {
    replies: [unauthorized('token_revoked')],
    said: `API Error: 424 john (john@example.com) must sign in again (The account's sign-in was revoked: Your authentication token is revoked). ${OUT}`,
    told: [424],
    upstream: [401],
  },
  'a bot check': {
    replies: [challenge()],
    said: 'API Error: 424 Something between here and the upstream refused the connection, not the account: a firewall, a proxy or a bot check (account john).',
    told: [424],
    upstream: [403],
  },
  'a region that is not served': {
    replies: [wrongRegion()],
    said: 'API Error: 424 The upstream does not serve this region (account john).',
    told: [424],
    upstream: [403],
  },
  'a usage limit': {
    replies: [spentFor(8010)],
    said: 'API Error: Request rejected (429) · The codex account john has reached a usage limit. It is back in 2h 13m (TIME). See: ccs cliproxy quota',
    told: [429],
    upstream: [429],
  },
  'a server that fails for good': {
    replies: [serverError(), serverError()],
    said: `API Error: 500 The upstream failed: The server had an error while processing your request (account john). ${PASSES}`,
    told: [500],
    upstream: [500, 500],
  },
  'a server with too much to do': {
    replies: [overloaded(), overloaded()],
    said: `API Error: 529 The upstream is overloaded: Our servers are currently overloaded. Please try again later (account john). ${PASSES}`,
    told: [529],
    upstream: [503, 503],
  },
  'a stream that is cut in mid-word, once': {
    replies: [turn(beginToSay('Half of it'), cut())],
    code: 0,
    said: 'You said: hello',
    told: [200, 200],
    upstream: [200, 200],
  },
  'a stream that ends in mid-word, once': {
    replies: [turn(beginToSay('Half of it'), stop())],
    code: 0,
    said: 'You said: hello',
    told: [200, 200],
    upstream: [200, 200],
  },
  'a stream that is cut each time': {
    replies: [turn(beginToSay('Half of it'), cut()), turn(beginToSay('Half of it'), cut())],
    said: `API Error: 502 HOST closed the connection (CODE) (account john). ${PASSES}`,
    told: [200, 502],
    upstream: [200, 200],
  },
  'a stream that ends in mid-word each time': {
    replies: [turn(beginToSay('Half of it'), stop()), turn(beginToSay('Half of it'), stop())],
    said: `API Error: 502 The upstream's answer was cut off (account john). ${PASSES}`,
    told: [200, 502],
    upstream: [200, 200],
  },
  'a failure inside an answer, each time': {
    replies: Array<Reply>(2).fill(turn(beginToSay('Half of it'), fail('server_error', 'It broke.'))),
    said: `API Error: 500 The upstream failed: It broke (account john). ${PASSES}`,
    told: [200, 500],
    upstream: [200, 200],
  },
}

eachClaude('a failure', (claude) => {
  for (const [what, {replies, code = 1, ...expected}] of Object.entries(FAILURES))
    it(`tells of ${what}`, async () => {
      claude().openai.script(...replies)
      expect(await hello(claude())).to.deep.equal({code, ...expected})
    })

  it('tells when all accounts are spent, and who is back first', async () => {
    claude().home.add(SARAH)
    claude().openai.script(spentFor(8010), spentFor(510))
    expect(await hello(claude())).to.deep.equal({
      code: 1,
      said: 'API Error: Request rejected (429) · All 2 codex accounts have reached a usage limit. sarah is back first, in 8m (TIME). See: ccs cliproxy quota',
      told: [429],
      upstream: [429, 429],
    })
  })

  it('waits out a short throttle by itself', async () => {
    claude().openai.script(throttled(1))
    expect(await hello(claude(), {})).to.deep.equal({
      code: 0,
      said: 'You said: hello',
      told: [429, 200],
      upstream: [429, 200],
    })
  })

  it('tells when nobody answers upstream', async () => {
    await claude().openai.kill()
    expect(await hello(claude())).to.deep.equal({
      code: 1,
      said: `API Error: 502 HOST refused the connection (CODE) (account john). ${PASSES}`,
      told: [502],
      upstream: [],
    })
  })

  it('is none while the model thinks for longer than the client would wait', async () => {
    claude().home.write('.ccs/cliproxy/config.yaml', 'streaming: {keepalive-seconds: 0.3}\n')
    const silence = gate()
    claude().openai.script(async (asked) => {
      setTimeout(silence.open, 2500)
      await silence.opened
      return turn(say('At last.'))(asked)
    })
    expect(await hello(claude(), {CLAUDE_CODE_MAX_RETRIES: '0', API_TIMEOUT_MS: '1500'})).to.deep.equal({
      code: 0,
      said: 'At last.',
      told: [200],
      upstream: [200],
    })
  })

  it('of the proxy itself ends with a new one where the old one was', async () => {
    const {openai, home} = claude()
    home.write('.ccs/cliproxy/config.yaml', 'port: 0\n')
    openai.script(turn(call('Read', {file_path: home.write('project/a.txt', 'alpha')})), turn(hold(gate())))
    const running = claude().start(['codex', '-p', 'read it'])
    const second = await openai.seen(({body}) => conversation(body as Json).length > 1)
    const before = claude().proxy()
    process.kill(before?.pid ?? 0, 'SIGKILL')
    const {code, stdout} = await running.ended
    expect({code, stdout}).to.deep.equal({code: 0, stdout: 'The tool answered: 1\talpha\n'})
    await until(() => second.aborted)
    const after = claude().proxy()
    expect(after?.pid).not.to.equal(before?.pid)
    expect({port: after?.port, key: after?.key}).to.deep.equal({port: before?.port, key: before?.key})
  })
})

/** One prompt, asked once, and what became of it. */
async function hello(claude: Claude, env: Readonly<Record<string, string>> = {CLAUDE_CODE_MAX_RETRIES: '0'}) {
  const {code, stdout, stderr} = await claude.run(['codex', '--verbose', '-p', 'hello'], {env})
  return {
    code,
    said: steady(stdout.trim()),
    told: [...stderr.matchAll(/ status: (\d+)/g)].map(([, status]) => Number(status)),
    upstream: claude.openai.turns().map(({status}) => status),
  }
}

/** What differs from run to run gets a name. */
function steady(text: string): string {
  return text
    .replace(/127\.0\.0\.1:\d+/g, 'HOST')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/, 'TIME')
    .replace(/\((ECONNRESET|ECONNREFUSED|UND_ERR_SOCKET)\)/, '(CODE)')
}

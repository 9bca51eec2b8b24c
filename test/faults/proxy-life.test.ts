import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {useScene} from '../e2e/scene.js'
import {FAKE_RUNTIME, until} from '../fakes/run-process.js'
import {JOHN, type OpenAi, startOpenAi} from '../openai/index.js'
import {ENDED, holdSession} from './held-session.js'

const RUNTIME = {env: {CCS_CLAUDE_PATH: FAKE_RUNTIME}}
const ASK = {FAKE_DO: 'ask gpt-5.4'}
const GOOD = {code: 0, signal: null, stdout: '200 You said: hi\n', stderr: ''}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('a proxy that nobody needs', () => {
  const scene = useScene(() => RUNTIME)
  const IDLE = 1000

  beforeEach(() => {
    scene().home.write('.ccs/cliproxy/config.yaml', 'port: 0\nccs-idle-exit: 1s\n')
  })

  it('leaves after its time, and not as long as a session is open', async () => {
    const session = await holdSession(scene())
    const {pid = 0} = scene().proxy() ?? {}
    const since = performance.now()
    await until(() => performance.now() - since > 2.5 * IDLE)
    expect([isAlive(pid), (await session.ask()).status]).to.deep.equal([true, 200])
    await session.end()
    await until(() => scene().proxy() === undefined)
  }).timeout(30_000)

  it('stays when it was started to stay', async () => {
    await scene().run(['cliproxy', 'start'])
    const {pid = 0} = scene().proxy() ?? {}
    const since = performance.now()
    await until(() => performance.now() - since > 2.5 * IDLE)
    expect([isAlive(pid), scene().proxy()?.pid]).to.deep.equal([true, pid])
  }).timeout(30_000)
})

describe('two environments on one home', () => {
  const scene = useScene(() => RUNTIME)
  let other: OpenAi
  beforeEach(async () => {
    other = await startOpenAi()
  })
  afterEach(() => other.close())
  const turns = () => [scene().openai.turns().length, other.turns().length]

  it('in turn: each start goes where its own environment says', async () => {
    const theirs = {...ASK, ...other.env}
    expect(await scene().run(['codex', 'x'], {env: ASK})).to.deep.equal(GOOD)
    scene().home.add(JOHN, {tokens: other.issue(JOHN)})
    expect(await scene().run(['codex', 'x'], {env: theirs})).to.deep.equal(GOOD)
    expect(turns()).to.deep.equal([1, 1])
    scene().home.add(JOHN)
    expect(await scene().run(['codex', 'x'], {env: ASK})).to.deep.equal(GOOD)
    expect(turns()).to.deep.equal([2, 1])
  }).timeout(30_000)

  it('at once: the open session keeps the proxy as it is, and the other one is told', async () => {
    const session = await holdSession(scene())
    const {pid} = scene().proxy() ?? {}
    const stderr =
      'The proxy goes out as the environment of an open session says (addresses, HTTP proxy), not as this one; it follows once no session is open.\n'
    expect(await scene().run(['codex', 'x'], {env: {...ASK, ...other.env}})).to.deep.equal({...GOOD, stderr})
    expect([scene().proxy()?.pid, turns()]).to.deep.equal([pid, [1, 0]])
    expect(await session.end()).to.deep.equal(ENDED)
  }).timeout(30_000)
})

describe('an address beyond this machine', () => {
  const scene = useScene(() => RUNTIME)
  const HINT = 'Put a random key of at least 24 characters there, or set host to 127.0.0.1.\n'

  for (const [keys, why] of [
    ['', 'api-keys is empty'],
    ['api-keys: []\n', 'api-keys is empty'],
    ['api-keys: [short]\n', 'api-keys[0] is a sample or can be guessed'],
    ['api-keys: [0123456789abcdef0123456789abcdef, your-api-key-1]\n', 'api-keys[1] is a sample or can be guessed'],
  ] as const)
    it(`is refused with ${keys.trim() || 'no key'}: 2, and nothing listens`, async () => {
      for (const host of ['0.0.0.0', '""', '"::"']) {
        const file = scene().home.write('.ccs/cliproxy/config.yaml', `host: ${host}\nport: 0\n${keys}`)
        const written = host.replaceAll('"', '') || '(all)'
        const refused = {
          code: 2,
          signal: null,
          stdout: '',
          stderr: `Error: ${file} asks for the address ${written} but ${why}.\n${HINT}`,
        }
        for (const args of [
          ['codex', 'x'],
          ['cliproxy', 'start'],
          ['cliproxy', 'start', '--foreground'],
        ])
          expect(await scene().run(args), `${host} ${args.join(' ')}`).to.deep.equal(refused)
      }
      expect(scene().proxy()).to.equal(undefined)
    }).timeout(60_000)

  it('is obeyed with a key of its own', async () => {
    scene().home.write(
      '.ccs/cliproxy/config.yaml',
      'host: 0.0.0.0\nport: 0\napi-keys: [0123456789abcdef0123456789abcdef]\n',
    )
    expect(await scene().run(['codex', 'x'], {env: ASK})).to.deep.equal(GOOD)
  })

  it('keeps its key while another one is written there that can be guessed', async () => {
    const write = (key: string) =>
      scene().home.write('.ccs/cliproxy/config.yaml', `host: 0.0.0.0\nport: 0\napi-keys: [${key}]\n`)
    const strong = '0123456789abcdef0123456789abcdef'
    write(strong)
    await scene().run(['cliproxy', 'start'])
    const file = write('changeme')
    const log = join(scene().home.ccs, 'cliproxy', 'logs', 'proxy.log')
    const why = `${file} asks for the address 0.0.0.0 but api-keys[0] is a sample or can be guessed.`
    await until(() => readFileSync(log, 'utf8').includes(JSON.stringify({why}).slice(1, -1)))
    const {port} = scene().proxy() ?? {}
    const ask = (key: string) =>
      fetch(`http://127.0.0.1:${port}/ccs/status`, {headers: {authorization: `Bearer ${key}`}})
    expect([(await ask('changeme')).status, (await ask(strong)).status]).to.deep.equal([401, 200])
  })
})

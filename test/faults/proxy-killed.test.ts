import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {useScene} from '../e2e/scene.js'
import {FAKE_RUNTIME, until} from '../fakes/run-process.js'
import {gate, hold, say, turn} from '../openai/index.js'
import {ENDED, holdSession} from './held-session.js'
import {startStranger} from './stranger.js'

describe('a proxy that dies under a session', () => {
  const scene = useScene(() => ({env: {CCS_CLAUDE_PATH: FAKE_RUNTIME}}))
  const log = () => readFileSync(join(scene().home.ccs, 'cliproxy', 'logs', 'proxy.log'), 'utf8')
  const starts = () => [...log().matchAll(/"The proxy listens\."/g)].length
  const status = async () =>
    JSON.parse((await scene().run(['cliproxy', 'status', '--json'])).stdout) as {sessions: number}
  /** Kills it, and resolves with the one that came after it. */
  const kill = async () => {
    const before = scene().proxy()
    process.kill(before?.pid ?? 0, 'SIGKILL')
    const after = await until(() => scene().proxy()?.pid !== before?.pid && scene().proxy())
    return {before, after}
  }

  it('is brought back on its port with its key, twice, and the session goes on', async () => {
    const session = await holdSession(scene())
    expect((await session.ask()).status).to.equal(200)
    for (const round of [1, 2]) {
      const {before, after} = await kill()
      expect([after?.port, after?.key], `${round}`).to.deep.equal([before?.port, before?.key])
      expect((await session.ask()).status).to.equal(200)
      while ((await status()).sessions < 1);
    }
    expect(starts()).to.equal(3)
    expect(await session.end()).to.deep.equal(ENDED)
  }).timeout(30_000)

  it('is brought back once, by however many sessions look after it', async () => {
    const sessions = await Promise.all([1, 2, 3].map(() => holdSession(scene())))
    await kill()
    while ((await status()).sessions < 3) expect(starts()).to.be.below(3)
    expect(starts()).to.equal(2)
    expect(await Promise.all(sessions.map((session) => session.end()))).to.deep.equal([ENDED, ENDED, ENDED])
  }).timeout(60_000)

  it('breaks the answer that it was giving; the next one comes', async () => {
    const held = gate()
    scene().openai.script(turn(say('Half'), hold(held)))
    const session = await holdSession(scene())
    const asking = session.ask().catch((error: NodeJS.ErrnoException) => error.code)
    await scene().openai.seen(({path}) => path.endsWith('/responses'))
    await kill()
    held.open()
    expect(await asking).to.be.oneOf(['ECONNRESET', 'ECONNREFUSED'])
    expect((await session.ask()).status).to.equal(200)
    await session.end()
  }).timeout(30_000)

  it('says once why it does not come back; whoever took its port hears no key', async () => {
    const session = await holdSession(scene())
    const {pid = 0, port = 0, key = ''} = scene().proxy() ?? {}
    process.kill(pid, 'SIGSTOP')
    process.kill(pid, 'SIGKILL')
    const stranger = await startStranger(port)
    await until(() => stranger.heard.length > 6)
    await stranger.close()
    await until(() => scene().proxy()?.pid !== pid)
    expect(scene().proxy()).to.include({port, key})
    expect((await session.ask()).status).to.equal(200)
    expect(stranger.heard.join('\n')).to.not.contain(key)
    const {stderr, ...rest} = await session.end()
    const sentence = `The proxy has ended and does not come back yet: Port ${port} of 127.0.0.1 is taken by another program.\n`
    expect({...rest, stderr}).to.deep.equal({...ENDED, stderr: sentence})
  }).timeout(30_000)
})

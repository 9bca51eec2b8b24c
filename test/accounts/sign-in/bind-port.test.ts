import {spawn} from 'node:child_process'
import {createServer, type Server} from 'node:http'
import {fileURLToPath} from 'node:url'
import {expect} from 'chai'
import {bindPort} from '../../../src/accounts/sign-in/bind-port.js'
import {startLogin} from '../../../src/accounts/sign-in/start-login.js'
import {systemClock} from '../../../src/kit/clock.js'
import {type Ended, startProcess} from '../../fakes/run-process.js'
import {approve, browse, faultOf, isListening, useSignIn} from './scene.js'

const PROCESS = fileURLToPath(new URL('../actions/action-process.ts', import.meta.url))
const TAKEN = (port: number) => `Port ${port} is taken by another program, which did not give it up.`

describe('the port of a sign-in', () => {
  const open = useSignIn()
  const servers: Server[] = []
  /** Somebody else's server; what it was asked for. */
  const occupy = async (host = '127.0.0.1', port = 0) => {
    const asked: (string | undefined)[] = []
    const server = createServer(({url}, response) => {
      asked.push(url)
      response.end('not yours')
    })
    await new Promise<void>((resolve) => server.listen(port, host, resolve))
    servers.push(server)
    const address = server.address()
    return {asked, port: typeof address === 'object' ? (address?.port ?? 0) : 0}
  }
  const hurried = {...systemClock, wait: async () => undefined}

  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  })

  it('is bound on both loopback addresses', async () => {
    const bound = await bindPort([0], (_, response) => response.end('here'), systemClock)
    const texts = ['127.0.0.1', '[::1]', 'localhost'].map(async (host) =>
      (await fetch(`http://${host}:${bound.port}/`)).text(),
    )
    expect(await Promise.all(texts)).to.deep.equal(['here', 'here', 'here'])
    await bound.close()
    expect(await isListening(bound.port ?? 0)).to.equal(false)
  })

  for (const host of ['127.0.0.1', '::1'])
    it(`goes to the next when ${host} is held by somebody who does not give way`, async () => {
      const foreign = await occupy(host)
      const bound = await bindPort([foreign.port, 0], () => undefined, hurried)
      expect(foreign.asked).to.deep.equal(['/cancel'])
      expect(bound.notes).to.deep.equal([TAKEN(foreign.port)])
      expect(bound.port).to.be.greaterThan(0)
      expect(servers[0]?.listening).to.equal(true)
      await bound.close()
    })

  it('is done without when all are taken: the answer is pasted', async () => {
    const [one, two] = [await occupy(), await occupy()]
    const scene = await open({
      ports: [one.port, two.port],
      clock: {...hurried, wait: (ms, signal) => (ms < 1000 ? hurried.wait() : systemClock.wait(ms, signal))},
    })
    const login = await startLogin(scene, {method: 'browser'})
    expect([login.port, login.notes]).to.deep.equal([undefined, [TAKEN(one.port), TAKEN(two.port)]])
    expect(two.asked).to.deep.equal([])
    await login.finish(await approve(login.authorizeUrl))
    expect((await login.done).account.nickname).to.equal('john')
  })

  it('is told apart from one that may not be used', async function () {
    if (process.getuid?.() === 0 || process.platform !== 'linux') return this.skip()
    const bound = await bindPort([80, 0], () => undefined, systemClock)
    expect(bound.notes).to.deep.equal([
      'Port 80 may not be used here: the system reserves it (on Windows, Hyper-V does so with whole ranges).',
    ])
    await bound.close()
  })

  it('is given up to a later sign-in of this machine', async () => {
    const scene = await open()
    const first = await startLogin(scene, {method: 'browser'})
    const ports = [first.port ?? 0]
    const signIn = {...scene.provider.signIn, redirect: {...scene.provider.signIn.redirect, ports}}
    const second = await startLogin({...scene, provider: {...scene.provider, signIn}}, {method: 'browser'})
    expect(await faultOf(first.done)).to.deep.equal(['sign_in_superseded', 3])
    expect([second.port, second.notes]).to.deep.equal([first.port, []])
    await browse(second.authorizeUrl)
    expect((await second.done).account.nickname).to.equal('john')
  })

  describe('between real processes', () => {
    const headless = (scene: Awaited<ReturnType<typeof open>>, ports: readonly number[]) => {
      const args = ['--import', 'tsx', PROCESS, '{"headless":true}', JSON.stringify(ports)]
      const child = spawn(process.execPath, args, {env: {...scene.home.env}})
      let said = ''
      const shown = new Promise<string>((resolve) => {
        child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
          said += chunk
          const url = /^ {2}(http\S+)$/m.exec(said)?.[1]
          if (url !== undefined) resolve(url)
        })
      })
      const ended = new Promise<Pick<Ended, 'code' | 'stderr'>>((resolve) =>
        child.once('close', (code) => resolve({code, stderr: said})),
      )
      return {child, shown, ended}
    }

    it('the later one gets the registered port; the earlier one ends with 3', async () => {
      const scene = await open()
      const first = headless(scene, [1455, 1457])
      expect(await first.shown).to.contain(encodeURIComponent('http://localhost:1455/auth/callback'))
      const second = headless(scene, [1455, 1457])
      const url = await second.shown
      expect(url).to.contain(encodeURIComponent('http://localhost:1455/auth/callback'))
      const lost = await first.ended
      expect(lost.code).to.equal(3)
      expect(lost.stderr).to.match(/Error: Another sign-in on this machine took over/)
      expect((await browse(url)).status).to.equal(200)
      const {code, stderr} = await second.ended
      expect([code, /Signed in as (.*)/.exec(stderr)?.[1]]).to.deep.equal([0, 'john (john@example.com, plus).'])
      expect(await isListening(1455)).to.equal(false)
    })

    it('Ctrl-C closes it and exits with 130, SIGTERM with 143', async () => {
      const scene = await open()
      for (const [signal, exit] of [
        ['SIGINT', 130],
        ['SIGTERM', 143],
      ] as const) {
        const one = headless(scene, [0])
        const port = Number(/localhost%3A(\d+)/.exec(await one.shown)?.[1])
        expect(await isListening(port)).to.equal(true)
        one.child.kill(signal)
        expect((await one.ended).code).to.equal(exit)
        expect(await isListening(port)).to.equal(false)
      }
    })

    it('one process waits, another is signed in by a browser: both are done', async () => {
      const scene = await open()
      const [one, two] = [headless(scene, [0]), headless(scene, [0])]
      await one.shown
      expect((await browse(await two.shown)).status).to.equal(200)
      const ends = await Promise.all([one.ended, two.ended])
      expect(ends.map(({code}) => code)).to.deep.equal([0, 0])
      expect(await scene.accounts.list()).to.have.length(1)
    })

    it('reads the answer from stdin, and nothing but the object goes to stdout', async () => {
      const scene = await open()
      const args = ['--import', 'tsx', PROCESS, '{"headless":true,"json":true}', '[0]']
      const one = startProcess(process.execPath, args, {env: {...scene.home.env}, input: 'a#b\n'})
      const {code, stdout} = await one.ended
      expect([code, JSON.parse(stdout).error.code]).to.deep.equal([3, 'state_mismatch'])
    })
  })
})

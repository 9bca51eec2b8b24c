import {existsSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {expect} from 'chai'
import {gate, hold, say, turn} from '../../openai/index.js'
import {useNative} from './native.js'
import {descendantsOf} from './processes.js'
import {useScreen} from './use-screen.js'

const SETTINGS = `{
  // mine
  "model": "custom:mine-0", // the default
  "customModels": [
    {"model": "my-model", "displayName": "Mine", "provider": "anthropic", "baseUrl": "http://127.0.0.1:9", "apiKey": "sk-user"}
  ],
  "sessionDefaultSettings": {"reasoningEffort": "high"}
}
`

describe("the user's own files around Droid", function () {
  this.timeout(60_000)
  const open = useScreen(() => native())
  const native = useNative()
  const folder = () => join(native().home.ccs, 'runtimes', 'droid')
  const passing = () => readdirSync(folder()).filter((name) => !name.startsWith('probe-'))
  const isTurn = ({path}: {readonly path: string}) => path.endsWith('/responses')

  it('are what they were, byte for byte, also when they change in the middle', async () => {
    const {home, openai, ask, begin} = native()
    const file = home.write('.factory/settings.json', SETTINGS)
    expect((await ask('ccsd', ['hello'])).stdout).to.equal('You said: hello\n')
    expect(readFileSync(file, 'utf8')).to.equal(SETTINGS)
    const door = gate()
    openai.script(turn(say('Wait.'), hold(door), say('Done.')))
    const before = openai.turns().length
    const running = begin('ccsd', ['hello'])
    await openai.seen((seen) => isTurn(seen) && openai.turns().indexOf(seen) >= before)
    const edited = SETTINGS.replace('"high"', '"low"')
    writeFileSync(file, edited)
    door.open()
    expect((await running.ended).stdout).to.equal('Done.\n')
    expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).to.deep.equal([edited, 0o600])
    expect(passing()).to.deep.equal([])
  })

  it('hold nothing of a session: that has a file of its own, private and without a key', async () => {
    const {openai, begin, proxy} = native()
    const doors = [gate(), gate()]
    openai.script(...doors.map((door) => turn(say('Wait'), hold(door))))
    const running = ['one', 'two'].map((prompt) => begin('ccsd', [prompt]))
    await openai.seen((seen) => isTurn(seen) && openai.turns().length === 2)
    const files = passing().filter((name) => name.endsWith('.json'))
    expect(files).to.have.length(2)
    const {key, pid} = proxy() ?? {}
    for (const name of files) {
      expect(statSync(join(folder(), name)).mode & 0o777).to.equal(0o600)
      expect(readFileSync(join(folder(), name), 'utf8'))
        .to.include(`"\${CCS_DROID_API_KEY}"`)
        .and.not.to.include(key)
    }
    const children = running.flatMap(({child}) => descendantsOf(child.pid ?? 0)).filter((child) => child.pid !== pid)
    for (const {words, env} of children) {
      expect(words.join(' ')).not.to.include(key)
      expect(env.CCS_DROID_API_KEY).to.equal(key)
    }
    for (const door of doors) door.open()
    expect((await Promise.all(running.map(({ended}) => ended))).map(({code}) => code)).to.deep.equal([0, 0])
    expect(passing()).to.deep.equal([])
    expect(existsSync(join(native().home.path, '.factory/settings.json'))).to.equal(false)
  })

  for (const [how, cleanUp] of [
    ['the next start', () => native().ask('ccsd', ['hello'])],
    ['ccs doctor --fix', () => native().run(['doctor', '--fix'])],
  ] as const) {
    it(`get rid of what a killed session left with ${how}`, async () => {
      const {openai, begin, home} = native()
      const file = home.write('.factory/settings.json', SETTINGS)
      openai.script(turn(say('Wait'), hold(gate())))
      const running = begin('ccsd', ['hello'])
      await openai.seen(isTurn)
      const [droid] = descendantsOf(running.child.pid ?? 0).filter(({words}) => words.includes('exec'))
      running.child.kill('SIGKILL')
      process.kill(droid?.pid ?? 0, 'SIGKILL')
      await running.ended
      expect(passing()).to.have.length(2)
      await cleanUp()
      expect(passing()).to.deep.equal([])
      expect(readFileSync(file, 'utf8')).to.equal(SETTINGS)
    })
  }

  describe('with an account at Factory', () => {
    let factory: Server
    const asked: string[] = []
    before(async () => {
      factory = createServer((request, response) => {
        asked.push(`${request.method} ${request.url}`)
        request.resume().on('end', () => response.setHeader('content-type', 'application/json').end('{}'))
      })
      await new Promise<void>((resolve) => factory.listen(0, '127.0.0.1', resolve))
    })
    after(() => factory.close())
    const env = (more: Readonly<Record<string, string>>) => ({
      FACTORY_API_BASE_URL: `http://127.0.0.1:${(factory.address() as AddressInfo).port}`,
      ...more,
    })

    it('keep what they have there, and still ask our models', async () => {
      const {code, stdout} = await native().ask('ccsd', ['hello'], {env: env({FACTORY_API_KEY: 'fk-mine'})})
      expect({code, stdout}).to.deep.equal({code: 0, stdout: 'You said: hello\n'})
      expect(asked).to.include('GET /api/cli/whoami')
    })

    it('or with a wish for one, reach the sign-in of Droid itself', async () => {
      const words = Object.entries(env({FACTORY_AIRGAP_ENABLED: 'false'})).map((pair) => pair.join('='))
      const screen = await open(`env ${words.join(' ')} ccs-droid codex`)
      await screen.shows('Please login with your Factory account')
      await screen.press('C-c')
    })
  })
})

import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {BROWSER, useScene} from '../e2e/scene.js'
import {FAKE_RUNTIME} from '../fakes/run-process.js'
import {failure, JOHN, SARAH, serverError, usageLimit} from '../openai/index.js'
import {holdSession} from './held-session.js'

/** Arguments with which each command does something. Those that do not end by themselves are not here. */
const ARGUMENTS: Readonly<Record<string, readonly string[] | undefined>> = {
  'cliproxy accounts list': [],
  'cliproxy accounts pause': ['sarah'],
  'cliproxy accounts resume': ['sarah'],
  'cliproxy accounts use': ['sarah'],
  'cliproxy accounts rename': ['sarah', 'sally'],
  'cliproxy accounts remove': ['nobody'],
  'cliproxy cooldown clear': [],
  'cliproxy create': ['v', '--provider=codex', '--model=gpt-5.4'],
  'cliproxy edit': ['v', '--model=gpt-5.5'],
  'cliproxy list': [],
  'cliproxy show': ['v'],
  'cliproxy rename': ['v', 'w'],
  'cliproxy remove': ['w', '--yes'],
  'cliproxy quota': ['--refresh'],
  'cliproxy routing': [],
  'cliproxy routing affinity': ['on'],
  'cliproxy routing order': ['sarah'],
  'cliproxy routing set': ['fill-first'],
  'cliproxy restart': [],
  'cliproxy start': [],
  'cliproxy status': [],
  'cliproxy logs': [],
  'cliproxy usage': [],
  'cliproxy stop': [],
  doctor: ['--online'],
  plugins: [],
  'plugins create': ['mine', '--dir=mine'],
  'settings edit': [],
  'settings get': [],
  'settings path': [],
  'settings set': ['proxy.debug', 'true'],
  'settings unset': ['proxy.debug'],
  targets: [],
  version: [],
}
/** What it prints is the way to the proxy, key included: that is what it is for. */
const TELLS_THE_KEY = 'env'
/** It stays; its own tests look at what it says. */
const STAYS = 'config'

describe('secrets', () => {
  const scene = useScene(() => ({
    accounts: [[JOHN, {lifetime: 0}], SARAH],
    env: {CCS_CLAUDE_PATH: FAKE_RUNTIME, BROWSER, EDITOR: 'true', DEBUG: 'ccs*'},
  }))
  const auth = () => join(scene().home.ccs, 'cliproxy', 'auth')
  const secrets = new Set<string>()
  const learn = () => {
    for (const name of readdirSync(auth()).filter((each) => each.endsWith('.json'))) {
      const tokens = JSON.parse(readFileSync(join(auth(), name), 'utf8')) as Record<string, string>
      for (const field of ['access_token', 'refresh_token', 'id_token']) secrets.add(tokens[field] ?? '')
    }
    if (scene().proxy()) secrets.add(scene().proxy()?.key ?? '')
  }
  const heard: string[] = []
  /** Every command line of this machine, as often as the test looks. */
  const listen = () => {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      const file = `/proc/${pid}/cmdline`
      try {
        heard.push(readFileSync(file, 'utf8'))
      } catch {
        // It has ended meanwhile.
      }
    }
  }
  const run = async (...args: readonly string[]) => {
    const {stdout, stderr} = await scene().run(args, {env: {FAKE_DO: 'ask gpt-5.4'}})
    heard.push(stdout, stderr)
    learn()
    return {stdout, stderr}
  }
  /** Secrets that stand in these texts. */
  const found = (texts: readonly string[]) =>
    [...secrets].filter((secret) => texts.some((text) => text.includes(secret)))

  beforeEach(() => {
    secrets.clear()
    heard.length = 0
    learn()
  })

  it('are printed by no command, are on no command line, and in no file but their own', async () => {
    const listening = setInterval(listen, 20)
    try {
      await run('codex', '--verbose', 'x')
      scene().openai.script(serverError(), serverError(), usageLimit())
      for (const _ of [1, 2]) await run('codex', '--verbose', 'x')
      for (const [words, args = []] of Object.entries(ARGUMENTS))
        for (const more of [[], ['--json']]) await run(...words.split(' '), ...args, ...more)
      await run('codex', '--accounts', '--json')
      const session = await holdSession(scene())
      await session.ask()
      learn()
      await session.end()
      await run('codex', '--auth', '--add')
      await run('codex', '--logout')
      listen()
    } finally {
      clearInterval(listening)
    }
    expect([secrets.size > 7, found(heard)]).to.deep.equal([true, []])
    const own = /^(cliproxy\/auth\/codex-.*\.json|cliproxy\/config\.yaml|cache\/cliproxy-config\.json)$/
    const files = readdirSync(scene().home.ccs, {recursive: true, withFileTypes: true})
      .filter((entry) => entry.isFile())
      .map(({name, parentPath}) => join(parentPath, name).slice(scene().home.ccs.length + 1))
    expect(files).to.include.members([
      'cliproxy/logs/proxy.log',
      'cliproxy/journal/requests.jsonl',
      'cliproxy/states.json',
    ])
    const leaks = files.filter(
      (file) => !own.test(file) && found([readFileSync(join(scene().home.ccs, file), 'utf8')]).length > 0,
    )
    expect(leaks).to.deep.equal([])
  }).timeout(180_000)

  it('that an upstream says back are told to nobody', async () => {
    const echo = (status: number) =>
      failure(status, {error: {message: `Wrong: ${[...secrets].join(' ')}`, type: 'invalid_request_error'}})
    await run('codex', 'x')
    for (const status of [400, 402, 403, 500]) {
      scene().openai.script(echo(status), echo(status))
      await run('codex', '--verbose', 'x')
    }
    scene().openai.issuer.faults.push({status: 400, body: {error: `bad ${[...secrets].join(' ')}`}})
    scene().home.add(JOHN, {lifetime: 0})
    await run('codex', '--verbose', 'x')
    await run('cliproxy', 'quota', '--refresh')
    await run('codex', '--accounts')
    await run('cliproxy', 'logs')
    await run('cliproxy', 'stop')
    const kept = ['logs/proxy.log', 'journal/requests.jsonl', 'states.json'].map((file) =>
      join(scene().home.ccs, 'cliproxy', file),
    )
    expect(found([...heard, ...kept.filter(existsSync).map((file) => readFileSync(file, 'utf8'))])).to.deep.equal([])
  }).timeout(60_000)

  it('are looked for in every command that there is', () => {
    const listed = readFileSync(new URL('../commands/commands.txt', import.meta.url), 'utf8')
    const words = listed
      .split('\n')
      .filter(Boolean)
      .map((line) => line.replace(/ [<[-].*$/, ''))
    expect(words.filter((each) => ARGUMENTS[each] === undefined)).to.deep.equal([STAYS, TELLS_THE_KEY])
  })
})

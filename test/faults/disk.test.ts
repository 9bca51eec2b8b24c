import {chmodSync, chownSync, mkdirSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect} from 'chai'
import {BIN, useScene} from '../e2e/scene.js'
import {FAKE_RUNTIME, startProcess} from '../fakes/run-process.js'
import {JOHN, SARAH, usageLimit} from '../openai/index.js'
import {useStage} from '../proxy/stage.js'
import {holdSession} from './held-session.js'

/** Nothing is forbidden to root. */
const NOBODY = process.getuid?.() === 0 ? 65_534 : undefined
/** A limit for the size of files is met as a full disk is: by an error of the write. */
const DEAF = fileURLToPath(new URL('ignore-limit.mjs', import.meta.url))

const COMMANDS: readonly (readonly [args: readonly string[], file: string])[] = [
  [['codex', 'x'], 'codex.settings.json'],
  [['codex', '--use', 'sarah'], 'cliproxy/accounts.json'],
  [['codex', '--nickname', 'x'], 'cliproxy/accounts.json'],
  [['cliproxy', 'accounts', 'pause', 'john'], 'cliproxy/accounts.json'],
  [['cliproxy', 'routing', 'set', 'fill-first'], 'cliproxy/config.yaml'],
  [['cliproxy', 'start'], 'cliproxy/config.yaml'],
  [['cliproxy', 'create', 'v', '--provider', 'codex', '--model', 'gpt-5.4'], 'v.settings.json'],
  [['settings', 'set', 'proxy.port', '8400'], 'cliproxy/config.yaml'],
]

describe('a disk that takes nothing more', () => {
  const scene = useScene(() => ({accounts: [JOHN, SARAH], env: {CCS_CLAUDE_PATH: FAKE_RUNTIME}}))
  const files = () =>
    readdirSync(scene().home.ccs, {recursive: true, withFileTypes: true})
      .filter((entry) => entry.isFile())
      .map(({name, parentPath}) => [name, readFileSync(join(parentPath, name), 'utf8')])
      .toSorted()
  const failure = (file: string, why: string) => ({
    code: 1,
    signal: null,
    stdout: '',
    stderr: `Error: ${join(scene().home.ccs, file)} could not be written: ${why}.\nNothing was changed.\n`,
  })

  it('full: names the file and the reason, and leaves everything as it was', async () => {
    const before = files()
    const full = (args: readonly string[]) =>
      startProcess('bash', ['-c', 'ulimit -f 0; exec "$0" "$@"', process.execPath, BIN, ...args], {
        env: {...scene().env, NODE_OPTIONS: `--import=${DEAF}`},
        cwd: scene().home.project,
      }).ended
    for (const [args, file] of COMMANDS)
      expect(await full(args), args.join(' ')).to.deep.equal(
        failure(file, 'the limit for the size of a file is reached'),
      )
    expect(files()).to.deep.equal(before)
    expect((await full(['codex', '--accounts'])).code).to.equal(0)
  }).timeout(60_000)

  it('full where the output goes: says so', async function () {
    if (process.platform !== 'linux') return this.skip()
    for (const args of [['codex', '--accounts'], ['cliproxy', 'accounts', 'list', '--json'], ['--version']]) {
      const {ended} = startProcess('sh', ['-c', 'exec "$0" "$@" >/dev/full', process.execPath, BIN, ...args], {
        env: scene().env,
        cwd: scene().home.project,
      })
      expect(await ended, args.join(' ')).to.deep.equal({
        code: 1,
        signal: null,
        stdout: '',
        stderr: 'Error: The output could not be written: the disk is full.\n',
      })
    }
  })

  it('read-only: the same', async () => {
    const before = files()
    leave(scene().home.path, NOBODY)
    setModes(scene().home.ccs, 0o500)
    for (const [args, file] of COMMANDS)
      expect(await scene().run(args, {uid: NOBODY}), args.join(' ')).to.deep.equal(
        failure(file, 'its folder may not be written to'),
      )
    expect(await scene().run(['codex', '--accounts'], {uid: NOBODY})).to.include({code: 0, stderr: ''})
    const {code, stdout} = await scene().run(['doctor', '--json'], {uid: NOBODY})
    const {checks} = JSON.parse(stdout) as {readonly checks: readonly {readonly code: string}[]}
    const unwritable = ['', 'cliproxy', 'cliproxy/auth'].map((name) => join(scene().home.ccs, name))
    expect([code, checks.filter((check) => check.code === 'folder_unwritable')]).to.deep.equal([
      1,
      unwritable.map((folder) => ({
        code: 'folder_unwritable',
        status: 'fail',
        message: `Nothing can be written to ${folder}: you may not.`,
        command: `chmod u+rwx ${folder}`,
      })),
    ])
    setModes(scene().home.ccs, 0o700)
    expect(files()).to.deep.equal(before)
  }).timeout(60_000)

  it('read-only under a proxy that runs: turns go on, and a spent account rests all the same', async () => {
    leave(scene().home.path, NOBODY)
    const session = await holdSession(scene(), {}, NOBODY)
    expect((await session.ask()).status).to.equal(200)
    setModes(scene().home.ccs, 0o500)
    scene().openai.script(usageLimit({resetsIn: 7200}))
    for (const _ of [1, 2, 3]) expect((await session.ask()).status).to.equal(200)
    const served = scene()
      .openai.turns()
      .map(({account}) => account)
    setModes(scene().home.ccs, 0o700)
    await session.end()
    expect(served.length).to.equal(5)
    expect(new Set(served.slice(2))).to.deep.equal(new Set([served[0] === JOHN.email ? SARAH.email : JOHN.email]))
  }).timeout(30_000)
})

describe('what a proxy cannot write down', () => {
  const stage = useStage(() => ({accounts: [JOHN, SARAH]}))

  it('counts as long as it runs', async () => {
    mkdirSync(join(stage().home.ccs, 'cliproxy', 'states.json'))
    stage().openai.script(usageLimit({resetsIn: 7200}))
    for (const session of ['a', 'b', 'c']) expect((await stage().ask({session})).status).to.equal(200)
    const [first] = stage().served()
    expect(stage().served().slice(1)).to.not.include(first)
    stage().openai.script(usageLimit({resetsIn: 3600}))
    expect([(await stage().ask({session: 'd'})).status, (await stage().ask({session: 'e'})).status]).to.deep.equal([
      429, 429,
    ])
    expect(stage().served().length).to.equal(5)
  })
})

function leave(folder: string, uid: number | undefined): void {
  if (uid === undefined) return
  for (const path of [folder, ...below(folder)]) chownSync(path, uid, uid)
}

/** Of all folders. */
function setModes(folder: string, mode: number): void {
  const folders = readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isDirectory())
    .map(({name, parentPath}) => join(parentPath, name))
  for (const path of [...folders, folder]) chmodSync(path, mode)
}

function below(folder: string): readonly string[] {
  return readdirSync(folder, {recursive: true, encoding: 'utf8'}).map((name) => join(folder, name))
}

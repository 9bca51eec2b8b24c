import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {parse} from 'yaml'
import {type Ended, type Running, startProcess} from '../fakes/run-process.js'
import {type AddOptions, type Home, makeHome} from '../homes/home.js'
import {JOHN, type OpenAi, type Person, startOpenAi} from '../openai/index.js'
import {endProcess} from './end-process.js'

export const BIN = fileURLToPath(new URL('../../bin/ccs.js', import.meta.url))
export const BROWSER = fileURLToPath(new URL('../fakes/browser.mjs', import.meta.url))

export interface SceneOptions {
  /** Who signed in before; John alone when absent. */
  readonly accounts?: readonly (Person | readonly [Person, AddOptions])[]
  /** More variables, such as `CCS_CLAUDE_PATH`. */
  readonly env?: Readonly<Record<string, string>>
}

/** A stand-in for OpenAI, a home, and ccs run in it. */
export interface Scene {
  readonly openai: OpenAi
  readonly home: Home
  readonly env: Readonly<Record<string, string>>
  /** `ccs …`, running. */
  start(args: readonly string[], options?: RunOptions): Running
  /** `ccs …`, to its end. */
  run(args: readonly string[], options?: RunOptions): Promise<Ended>
  /** What the proxy said about itself when it started; `undefined` when there is none. */
  proxy(): ProxyState | undefined
  close(): Promise<void>
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
  readonly cwd?: string
  /** In place of `bin/ccs.js`. */
  readonly script?: string
  readonly uid?: number
}

export interface ProxyState {
  readonly pid: number
  readonly port: number
  /** What its clients authenticate with. */
  readonly key: string
}

export async function openScene({accounts = [JOHN], env: more = {}}: SceneOptions = {}): Promise<Scene> {
  const openai = await startOpenAi()
  const home = makeHome(openai, more)
  for (const one of accounts) {
    const [person, options] = 'email' in one ? [one, {}] : one
    home.add(person, options)
  }
  const start = (args: readonly string[], {env = {}, input, cwd = home.project, script = BIN, uid}: RunOptions = {}) =>
    startProcess(process.execPath, [script, ...args], {env: {...home.env, ...env}, cwd, input, uid})
  const proxy = () => readState(join(home.ccs, 'cliproxy'))
  return {
    openai,
    home,
    env: home.env,
    start,
    run: (args, options) => start(args, options).ended,
    proxy,
    async close() {
      const state = proxy()
      if (state !== undefined) await endProcess(state.pid)
      await openai.close()
      home.remove()
    },
  }
}

/** A scene for each test of a suite; `options` is asked when the test begins. */
export function useScene(options: () => SceneOptions = () => ({})): () => Scene {
  let scene: Scene | undefined
  beforeEach(async () => {
    scene = await openScene(options())
  })
  afterEach(async () => {
    await scene?.close()
    scene = undefined
  })
  return () => scene as Scene
}

function readState(folder: string): ProxyState | undefined {
  const state = join(folder, 'state.json')
  if (!existsSync(state)) return undefined
  const {pid, port} = JSON.parse(readFileSync(state, 'utf8')) as ProxyState
  const config = parse(readFileSync(join(folder, 'config.yaml'), 'utf8')) as {readonly 'api-keys': readonly string[]}
  return {pid, port, key: config['api-keys'][0] ?? ''}
}

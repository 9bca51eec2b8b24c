import {execFileSync} from 'node:child_process'
import {chmodSync, mkdirSync, readFileSync, symlinkSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {CODEX, DROID} from '../../clients/client.js'
import {useClient} from '../../clients/use-client.js'
import {type Ended, type Running, startProcess} from '../../fakes/run-process.js'
import {isSideCall} from '../../openai/default-reply.js'
import {type BackendModel, MODELS} from '../../openai/index.js'
import type {Json} from '../../openai/json.js'
import {type RunOptions, type Scene, type SceneOptions, useScene} from '../scene.js'

const BINS = fileURLToPath(new URL('../../../bin/', import.meta.url))

/** What npm makes of the package's `bin`, in a folder of the home. */
const NAMES = ['ccs', 'ccs-codex', 'ccsx', 'ccsxp', 'ccs-droid', 'ccsd'] as const
type Name = (typeof NAMES)[number]

/** A scene with the real Codex and the real Droid in it, and ccs under all its names. */
export interface Native extends Scene {
  readonly codex: string
  readonly droid: string
  /** `ccsx …`, running. */
  begin(name: Name, words: readonly string[], options?: RunOptions): Running
  /** `ccsx …`, to its end. */
  ask(name: Name, words: readonly string[], options?: RunOptions): Promise<Ended>
  /** The link that npm would make. */
  link(name: Name): string
  /** What went upstream so far, titles of sessions left out. */
  asked(): readonly Json[]
  read(file: string): string
  /** A program in the home. */
  script(file: string, text: string): string
}

export function useNative(options: SceneOptions = {}): () => Native {
  const codex = useClient(CODEX)
  const droid = useClient(DROID)
  const scene = useScene(() => ({
    ...options,
    env: {CCS_CODEX_PATH: codex(), CCS_DROID_PATH: droid(), ...options.env},
  }))
  let models: readonly BackendModel[] = []
  before(() => {
    models = [...MODELS, ...ownModels(codex())]
  })
  beforeEach(() => {
    // Codex wants to be told to work outside of a repository.
    execFileSync('git', ['init', '-q'], {cwd: scene().home.project})
    installLinks(scene())
    scene().openai.backend.models = models
  })
  return () => nativeIn(scene(), {codex: codex(), droid: droid()})
}

function nativeIn(scene: Scene, clients: Pick<Native, 'codex' | 'droid'>): Native {
  const {home, openai} = scene
  const link = (name: Name) => join(home.path, 'bin', name)
  const begin: Native['begin'] = (name, words, {env = {}, input, cwd = home.project} = {}) =>
    startProcess(link(name), words, {env: {...home.env, ...env}, cwd, input})
  return {
    ...scene,
    ...clients,
    link,
    begin,
    ask: (...words) => begin(...words).ended,
    asked: () => openai.turns().flatMap(({body}) => (isSideCall(body as Json) ? [] : [body as Json])),
    script(file, text) {
      const written = home.write(file, text)
      chmodSync(written, 0o755)
      return written
    },
    read: (file) => readFileSync(join(home.path, file), 'utf8'),
  }
}

/** What this Codex brings along and the stand-in does not list: newer ones than it, as the real backend serves them. */
function ownModels(codex: string): readonly BackendModel[] {
  const said = execFileSync(codex, ['debug', 'models', '--bundled'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const {models} = JSON.parse(said) as Bundled
  const listed = new Set(MODELS.map(({slug}) => slug))
  const [like] = MODELS.filter(({slug}) => slug === 'gpt-6.1-sol')
  return models.flatMap(({slug}) => (like === undefined || listed.has(slug) ? [] : [{...like, slug, title: slug}]))
}

interface Bundled {
  readonly models: readonly {readonly slug: string}[]
}

function installLinks({home}: Scene): void {
  mkdirSync(join(home.path, 'bin'))
  for (const name of NAMES) symlinkSync(join(BINS, `${name}.js`), join(home.path, 'bin', name))
}

import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {BIN, BROWSER, type RunOptions, type Scene, type SceneOptions, useScene} from '../e2e/scene.js'
import {type Ended, FAKE_RUNTIME, type Running, readEntries} from '../fakes/run-process.js'

/** How a runtime was started. */
export interface Started {
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
}

/** What a command came to, and what it started. */
export interface Outcome extends Omit<Ended, 'signal'> {
  readonly started: readonly Started[]
}

/** ccs with a fake Claude Code. */
export interface Ccs extends Scene {
  /** What Node runs. */
  readonly script: string
  ccs(args: readonly string[], options?: RunOptions): Promise<Outcome>
  begin(args: readonly string[], options?: RunOptions): Running & {readonly log: string}
}

const WAYS = [
  ['the short way', BIN],
  ['through oclif', fileURLToPath(new URL('../fakes/oclif-way.mjs', import.meta.url))],
] as const

/** The same suite for both ways that a session starts. */
export function eachWay(
  title: string,
  suite: (ccs: () => Ccs) => void,
  options: () => SceneOptions = () => ({}),
): void {
  for (const [way, script] of WAYS)
    describe(`${title}, ${way}`, () => {
      const scene = useScene(() => withRuntime(options()))
      suite(() => ccsIn(scene(), script))
    })
}

function withRuntime({env, ...options}: SceneOptions): SceneOptions {
  return {...options, env: {CCS_CLAUDE_PATH: FAKE_RUNTIME, ...env}}
}

let runs = 0

function ccsIn(scene: Scene, script: string): Ccs {
  const begin: Ccs['begin'] = (args, {env, ...options} = {}) => {
    runs += 1
    const log = join(scene.home.path, `started-${runs}.jsonl`)
    return {...scene.start(args, {...options, script, env: {...env, FAKE_LOG: log}}), log}
  }
  return {
    ...scene,
    script,
    begin,
    async ccs(args, options) {
      const {ended, log} = begin(args, options)
      const {code, stdout, stderr} = await ended
      return {code, stdout, stderr, started: readEntries(log) as unknown as readonly Started[]}
    },
  }
}

/** What a start comes to that goes well and says nothing. */
export function quiet(...argv: readonly string[]) {
  return {code: 0, stdout: '', stderr: '', argv: [argv]}
}

/** An outcome without the environment of what was started. */
export function told({code, stdout, stderr, started}: Outcome) {
  return {code, stdout, stderr, argv: started.map(({argv}) => argv)}
}

/** What a start comes to that ends before it. */
export function refused(code: number, ...lines: readonly string[]) {
  return {code, stdout: '', stderr: lines.map((line) => `${line}\n`).join(''), argv: []}
}

export {BROWSER}

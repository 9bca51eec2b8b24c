import type {RunOptions, Scene} from '../e2e/scene.js'

/** What a command came to. */
export interface Result {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Commands of a scene: in words, and as the one object that `--json` prints. */
export function commandsOf(scene: () => Scene) {
  const run = async (args: readonly string[], options?: RunOptions): Promise<Result> => {
    const {code, stdout, stderr} = await scene().run(args, options)
    return {code, stdout, stderr}
  }
  return {
    run,
    /** Fails when anything but one object is printed. */
    async json(args: readonly string[], options?: RunOptions) {
      const {code, stdout, stderr} = await run([...args, '--json'], options)
      return {code, stderr, value: JSON.parse(stdout) as Readonly<Record<string, unknown>>}
    },
  }
}

/** A command that did its work and said this. */
export function said(...lines: readonly string[]): Result {
  return {code: 0, stdout: lines.map((line) => `${line}\n`).join(''), stderr: ''}
}

/** A command that was refused, in words. */
export function failed(code: number, ...lines: readonly string[]): Result {
  return {code, stdout: '', stderr: lines.map((line) => `${line}\n`).join('')}
}

/** A command that was refused under `--json`. */
export function failedJson(exit: number, error: object) {
  return {code: exit, stderr: '', value: {error}}
}

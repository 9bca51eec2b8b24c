import {CLAUDES} from '../../clients/client.js'
import {useClient} from '../../clients/use-client.js'
import type {Ended} from '../../fakes/run-process.js'
import {isSideCall} from '../../openai/default-reply.js'
import type {Json} from '../../openai/json.js'
import {type RunOptions, type Scene, useScene} from '../scene.js'

/** A scene with a real Claude Code in it. */
export interface Claude extends Scene {
  /** `ccs codex -p …`, to its end. */
  ask(words: readonly string[], options?: RunOptions): Promise<Ended>
  /** What went upstream so far, titles of sessions left out. */
  asked(): readonly Json[]
}

/** Milliseconds for one test: a slow machine starts several processes in it. */
const LONGEST = 60_000

/** The same tests with each version, every one in a scene of its own. */
export function eachClaude(title: string, tests: (claude: () => Claude, isNewest: boolean) => void): void {
  for (const client of CLAUDES)
    describe(`${title}, Claude Code ${client.spec.split('@').at(-1)}`, function () {
      this.timeout(LONGEST)
      const executable = useClient(client)
      const scene = useScene(() => ({env: {CCS_CLAUDE_PATH: executable(), IS_SANDBOX: '1'}}))
      tests(() => claudeIn(scene()), client === CLAUDES.at(-1))
    })
}

function claudeIn(scene: Scene): Claude {
  return {
    ...scene,
    ask: (words, options) => scene.run(['codex', '-p', ...words], options),
    asked: () => scene.openai.turns().flatMap(({body}) => (isSideCall(body as Json) ? [] : [body as Json])),
  }
}

/** What the newest says of every model that it does not know. */
const UNKNOWN_MODEL = /^\[claude-code:unrecognized_model\].*\n/gm

export function errorsOf({stderr}: Ended): string {
  return stderr.replace(UNKNOWN_MODEL, '')
}

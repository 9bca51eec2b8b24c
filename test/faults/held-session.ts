import {join} from 'node:path'
import type {Scene} from '../e2e/scene.js'
import {type Ended, readEntries, until} from '../fakes/run-process.js'
import {type Answer, sendTo} from '../proxy/stage.js'

/** A session whose runtime waits, and speaks when it is told to. */
export interface HeldSession {
  readonly url: URL
  readonly key: string
  /** One turn, as the runtime would ask it. */
  ask(): Promise<Answer>
  /** Ends the runtime, and ccs with it. */
  end(): Promise<Ended>
}

let sessions = 0

export async function holdSession(
  scene: Scene,
  env: Readonly<Record<string, string>> = {},
  uid?: number,
): Promise<HeldSession> {
  sessions += 1
  const log = join(scene.home.path, `held-${sessions}.jsonl`)
  const {child, ended} = scene.start(['codex', 'x'], {env: {...env, FAKE_DO: 'wait', FAKE_LOG: log}, uid})
  const [entry] = await Promise.race([
    until(() => readEntries(log).length > 0 && readEntries(log)),
    ended.then(({stderr}) => Promise.reject(new Error(`ccs has ended: ${stderr}`))),
  ])
  const {ANTHROPIC_BASE_URL = '', ANTHROPIC_AUTH_TOKEN: key = ''} = (entry?.env ?? {}) as Record<string, string>
  const url = new URL(ANTHROPIC_BASE_URL)
  return {
    url,
    key,
    ask: () =>
      sendTo(Number(url.port), {
        method: 'POST',
        path: `${url.pathname}/v1/messages`,
        headers: {authorization: `Bearer ${key}`},
        body: JSON.stringify({model: 'gpt-5.4', max_tokens: 9, messages: [{role: 'user', content: 'hi'}]}),
      }),
    end() {
      child.kill('SIGTERM')
      return ended
    },
  }
}

/** What ccs leaves with when the runtime was ended, and nothing was said. */
export const ENDED: Ended = {code: 55, signal: null, stdout: '', stderr: ''}

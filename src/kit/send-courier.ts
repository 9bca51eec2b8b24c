import {spawn} from 'node:child_process'
import {rm, stat} from 'node:fs/promises'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import type {Environment} from '../contract/index.js'
import {turnError} from '../errors/turn-error.js'
import {readText} from '../files/read-json.js'
import {HOST_ROOT} from '../registry/host-root.js'
import {explainNetwork} from './explain-network.js'
import {type Answer, answerFile, readAnswer} from './kept-answer.js'
import {PATIENCE, postRefresh, type RefreshReply, type RefreshRequest} from './post-refresh.js'

export interface CourierContext {
  readonly env: Environment
  readonly folder: string
  readonly signal: AbortSignal
}

/** What a courier is told on stdin. */
export interface CourierOrder {
  readonly request: RefreshRequest
  readonly file: string
}

/** A courier's exit when there was no place to keep an answer in. */
export const NOT_ASKED = 3

/** Beside the answer while a courier is under way: its process id. */
export function underWayFile(file: string): string {
  return `${file}.under-way`
}

const COURIER = join(HOST_ROOT, 'dist', 'kit', 'courier.js')
/** Milliseconds after which a courier is gone, whatever its mark says. */
const LONGEST = PATIENCE + 10_000

/**
 * A refresh token works once, and so does the answer: whoever asks and is killed before the answer is on disk would have
 * lost the account. A process of its own asks, and keeps the answer until the new tokens are saved; an answer that
 * somebody left behind is taken instead of asking again.
 */
export async function sendCourier(request: RefreshRequest, context: CourierContext): Promise<RefreshReply> {
  const {refreshToken} = request
  const {env, folder, signal} = context
  const file = answerFile(folder, refreshToken)
  await whileUnderWay(file, request, signal)
  const left = await readAnswer(file, refreshToken)
  if (holdsTokens(left)) return left
  await rm(file, {force: true})
  if (!(await run({request, file}, context))) return postRefresh(request, env, signal)
  const answer = await readAnswer(file, refreshToken)
  if (!holdsTokens(answer)) await rm(file, {force: true})
  return replyOf(answer)
}

/** Anything else may be asked for again: a page that some network put in the place of the answer, too. */
function holdsTokens(answer: Answer | undefined): answer is RefreshReply {
  if (answer === undefined || 'fault' in answer || answer.status !== 200) return false
  try {
    const {access_token, refresh_token} = Object(JSON.parse(answer.text)) as Record<string, unknown>
    return [access_token, refresh_token].some((token) => typeof token === 'string')
  } catch {
    return false
  }
}

/** The courier of a process that is gone may still be waiting for the issuer. */
async function whileUnderWay(file: string, {tokenEndpoint}: RefreshRequest, signal: AbortSignal): Promise<void> {
  while (await isUnderWay(underWayFile(file))) {
    if (signal.aborted) throw explainNetwork(signal.reason, tokenEndpoint, signal)
    await sleep(50)
  }
}

async function isUnderWay(mark: string): Promise<boolean> {
  const written = (await stat(mark).catch(() => undefined))?.mtimeMs
  if (written === undefined || Date.now() - written > LONGEST) return false
  try {
    return process.kill(Number(await readText(mark)), 0)
  } catch {
    return false
  }
}

/** Resolves when the courier is back; `false` when nothing was asked. Who stops waiting does not stop it. */
function run(order: CourierOrder, {env, signal}: CourierContext): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const args = [...process.execArgv.filter((each) => !each.startsWith('--inspect')), COURIER]
    const stdio = ['pipe', 'ignore', 'ignore'] as const
    const child = spawn(process.execPath, args, {env, detached: true, windowsHide: true, stdio: [...stdio]})
    const leave = (): void => {
      child.unref()
      reject(explainNetwork(signal.reason, order.request.tokenEndpoint, signal))
    }
    const settle = (isAsked: boolean): void => {
      signal.removeEventListener('abort', leave)
      resolve(isAsked)
    }
    if (signal.aborted) leave()
    else signal.addEventListener('abort', leave, {once: true})
    child.once('error', () => settle(false))
    child.once('exit', (code) => settle(code !== NOT_ASKED))
    // It may be gone before it was told everything; its exit says so.
    child.stdin.on('error', () => undefined)
    child.stdin.end(JSON.stringify(order))
  })
}

function replyOf(answer: Answer | undefined): RefreshReply {
  if (answer === undefined)
    throw turnError({blame: 'upstream', kind: 'server-error', message: 'The refresh ended without an answer.'})
  if ('fault' in answer) throw turnError(answer.fault)
  return answer
}

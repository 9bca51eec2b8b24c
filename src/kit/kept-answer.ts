import {createCipheriv, createDecipheriv, createHash, randomBytes} from 'node:crypto'
import {readdir, rm, stat} from 'node:fs/promises'
import {join} from 'node:path'
import type {TurnFault} from '../contract/index.js'
import {readLeniently} from '../files/read-json.js'
import type {RefreshReply} from './post-refresh.js'

/** What came of one refresh: the issuer's reply, or why there is none. */
export type Answer = RefreshReply | {readonly fault: TurnFault}

/** Milliseconds that an answer waits for somebody to take it. */
const LIFE = 60 * 86_400_000

/** Where the answer for a refresh token is kept; the name gives nothing away. */
export function answerFile(folder: string, refreshToken: string): string {
  return join(folder, `${hashOf('name', refreshToken).toString('hex').slice(0, 32)}.sealed`)
}

/** Sealed with the refresh token that it answers: once that one is replaced on disk, nobody can read it. */
export function sealAnswer(answer: Answer, refreshToken: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', hashOf('key', refreshToken), iv)
  const data = Buffer.concat([cipher.update(JSON.stringify(answer)), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), data]).toString('base64')
}

/** `undefined` when there is none, or none that can be read. */
export async function readAnswer(file: string, refreshToken: string): Promise<Answer | undefined> {
  const text = await readLeniently(file)
  if (text === undefined) return undefined
  try {
    const bytes = Buffer.from(text, 'base64')
    const decipher = createDecipheriv('aes-256-gcm', hashOf('key', refreshToken), bytes.subarray(0, 12))
    decipher.setAuthTag(bytes.subarray(12, 28))
    const data = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()])
    return JSON.parse(data.toString('utf8')) as Answer
  } catch {
    return undefined
  }
}

/** For whoever has the new tokens on disk; also clears what nobody ever came for. */
export async function forgetAnswer(folder: string, refreshToken: string): Promise<void> {
  await rm(answerFile(folder, refreshToken), {force: true})
  const names = await readdir(folder).catch(() => [])
  for (const file of names.map((name) => join(folder, name))) {
    const found = await stat(file).catch(() => undefined)
    if (found !== undefined && Date.now() - found.mtimeMs > LIFE) await rm(file, {force: true})
  }
}

function hashOf(purpose: string, refreshToken: string): Buffer {
  return createHash('sha256').update(`ccs refresh ${purpose}\n${refreshToken}`).digest()
}

import {createHash} from 'node:crypto'
import type {Session} from '../../contract/index.js'
import {type Json, list, object, parseJson, text} from '../json.js'

type Headers = Readonly<Record<string, string | undefined>>

/** Claude Code names its session in a header, before that in `metadata.user_id`; subagents name themselves. */
export function readSession(request: Json, headers: Headers): Session {
  const agent = headers['x-claude-code-agent-id']
  const id =
    headers['x-claude-code-session-id'] || readUserId(text(object(request.metadata).user_id)) || derive(request)
  return agent === undefined || agent === '' || agent === 'main' ? {id} : {id, agent}
}

/** `user_<hash>_account_<uuid>_session_<uuid>`, or a JSON text. */
function readUserId(userId: string | undefined): string | undefined {
  if (userId === undefined) return undefined
  return text(object(parseJson(userId)).session_id) ?? /_session_([0-9a-zA-Z-]+)$/.exec(userId)?.[1]
}

/** Other clients name no session: one user's conversation is known by how it begins. */
function derive(request: Json): string {
  const user = text(object(request.metadata).user_id) ?? ''
  const [first] = list(request.messages)
  const beginning = JSON.stringify([user, wordsOf(text(first) ?? object(first).content)])
  return createHash('sha256').update(beginning).digest('hex').slice(0, 32)
}

/** Text alone, as a string or a block: cache marks wander from turn to turn, and only a block can carry one. */
function wordsOf(content: unknown): unknown {
  const blocks = Array.isArray(content) ? content : [content ?? null]
  return blocks.map((block) => text(block) ?? text(object(block).text) ?? text(object(block).type) ?? block)
}

import {RecentMap} from '../collections/recent-map.js'
import type {TurnFault} from '../contract/index.js'
import {isTurnError} from '../errors/turn-error.js'
import {object, text} from '../protocols/json.js'
import type {Lane} from './lane.js'
import type {Route} from './route.js'

/** Sessions that are remembered. */
const MOST = 500
/** How a request that lacks one is recorded; a row of docs/dropped.md. */
const NAME = 'tool refused'

/** Where a request keeps its tools. */
export interface Shelf<T> {
  /** The same request where none is refused. */
  readonly without: (request: T, isRefused: (tool: unknown) => boolean) => T
  /** The tool that a refusal names. */
  readonly find: (request: T, named: NonNullable<TurnFault['tool']>) => unknown
}

/** Tools whose schema an upstream refused. One that has changed since is another one. */
export class RefusedTools {
  readonly #sessions = new RecentMap<Set<string>>(MOST)

  add(session: string, tool: unknown): void {
    const known = this.#sessions.get(session) ?? new Set()
    this.#sessions.set(session, known.add(JSON.stringify(tool)))
  }

  /** `undefined` for a session all of whose tools were taken so far. */
  of(session: string): ((tool: unknown) => boolean) | undefined {
    const known = this.#sessions.get(session)
    return known && ((tool) => known.has(JSON.stringify(tool)))
  }
}

interface Sent<T> {
  readonly request: T
  readonly shelf: Shelf<T>
  readonly session: string
  readonly route: Route
}

/**
 * Sends a request without the tools that were refused in its session before, and remembers the one that is refused now:
 * left out from here on, so that the turns of the session begin alike. Rejects as the sending does.
 */
export async function sendAccepted<T, A>(
  {request, shelf, session, route}: Sent<T>,
  {context, trace}: Pick<Lane, 'context' | 'trace'>,
  send: (request: T) => Promise<A>,
): Promise<A> {
  const {refusedTools, sayOnce} = context
  const key = `${route.desk.provider.id} ${session}`
  const isRefused = refusedTools.of(key)
  const accepted = isRefused === undefined ? request : shelf.without(request, isRefused)
  if (accepted !== request) trace.leftOut(NAME)
  try {
    return await send(accepted)
  } catch (error) {
    const tool = isTurnError(error) && error.tool !== undefined ? shelf.find(accepted, error.tool) : undefined
    if (tool !== undefined) {
      refusedTools.add(key, tool)
      sayOnce(session, 'Left out a tool: the upstream refuses its schema.', {
        tool: text(object(tool).name),
        why: (error as Error).message,
      })
    }
    throw error
  }
}

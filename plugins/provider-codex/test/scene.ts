import {identityKey} from '../../../src/accounts/account-record.js'
import type {Account, Clock, Environment, Kit, Turn, TurnEvent, TurnFault} from '../../../src/contract/index.js'
import {faultOf, isTurnError} from '../../../src/errors/turn-error.js'
import {systemClock} from '../../../src/kit/clock.js'
import {makeKit} from '../../../src/kit/make-kit.js'
import {silentLog} from '../../../src/log/silent-log.js'
import {protocols} from '../../../src/protocols/index.js'
import {JOHN, type OpenAi, type Person, startOpenAi} from '../../../test/openai/index.js'
import provider from '../src/provider.js'

/** A stand-in for each test. */
export function useOpenAi(): () => OpenAi {
  let openai: OpenAi | undefined
  beforeEach(async () => {
    openai = await startOpenAi()
  })
  afterEach(() => openai?.close())
  return () => openai as OpenAi
}

/** The host's own hand-out over real HTTP. */
export function kitOf(env: Environment, more: Partial<Kit> = {}): Kit {
  const kit = makeKit({env, clock: systemClock, log: silentLog, protocols, origins: () => undefined})
  return {...kit, protocols, ...more}
}

export function accountOf(openai: OpenAi, person: Person): Account {
  const {email, accountId, userId, plan} = person
  const identity = {email, accountId, userId, plan}
  const id = identityKey(identity)
  return {
    id,
    nickname: 'sample',
    identity,
    accessToken: openai.issue(person).access_token,
    fingerprint: id.slice(0, 12),
  }
}

export function turnOf(more: Partial<Turn> = {}): Turn {
  return {
    protocol: 'anthropic-messages',
    model: {asked: 'gpt-5.4', id: 'gpt-5.4'},
    items: [{type: 'message', role: 'user', parts: [{type: 'text', text: 'hi'}]}],
    tools: [],
    toolChoice: {type: 'auto'},
    parallelToolCalls: true,
    showReasoning: true,
    stopSequences: [],
    session: {id: '5b0f7c1e-0d3a-4d0e-9a55-2f1c7c1d9e10'},
    ...more,
  }
}

export async function collect(events: AsyncIterable<readonly TurnEvent[]>): Promise<readonly TurnEvent[]> {
  const all: TurnEvent[] = []
  for await (const batch of events) all.push(...batch)
  return told(all)
}

/** What the work was refused with; `undefined` for a success. */
export async function refusalOf(work: Promise<unknown>): Promise<TurnFault | undefined> {
  return work.then(
    () => undefined,
    (error: unknown) => (isTurnError(error) ? told<TurnFault>(faultOf(error)) : Promise.reject(error)),
  )
}

/** Without what it does not say. */
function told<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}

export function envOf(openai: OpenAi, use: string | undefined): Environment {
  return {...openai.env, CCS_CODEX_WEBSOCKET: use}
}

/** Opens turns of one account, over what the environment says. */
export function openOver(openai: OpenAi, use: string | undefined, clock: Clock = systemClock) {
  const {open} = provider({contract: 1, id: 'codex', kit: kitOf(envOf(openai, use), {clock})})
  const account = accountOf(openai, JOHN)
  return (asked: Turn = turnOf(), signal: AbortSignal = new AbortController().signal) => open(asked, account, signal)
}

/** Resolves once no WebSocket is open. */
export async function closed({sockets}: OpenAi): Promise<void> {
  while (sockets.count > 0) await new Promise((resolve) => setTimeout(resolve, 2))
}

import {signal} from '@preact/signals'
import {checkSession, isOpen, keyHeader} from './session.js'

export type LiveState = 'Live' | 'Reconnecting'
export const live = signal<LiveState>('Reconnecting')
/** Whether this page holds what it shows, though news come in. */
export const paused = signal(false)

export function pause(holds: boolean): void {
  paused.value = holds
}

interface Change {
  readonly topic: string
  readonly data: unknown
}

type Listener = (change: Change) => void
const listeners = new Set<Listener>()
const channel = new BroadcastChannel('ccs-live')
let leads = false

export function onChange(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/**
 * One stream for each browser, not for each tab: browsers hold six connections to a host, so the seventh tab would stall.
 * The tab that holds the lock reads and tells the others; when it closes, the next one takes over.
 */
export function startLive(): void {
  channel.onmessage = ({data}) => {
    const message = data as {state?: LiveState; change?: Change; asks?: true}
    if (message.state !== undefined) live.value = message.state
    if (message.change !== undefined) tell(message.change)
    if (message.asks === true && leads) announce(live.value)
  }
  // A tab that opens later was not there when the state was told.
  channel.postMessage({asks: true})
  void leadInTurn()
}

async function leadInTurn(): Promise<never> {
  await opened()
  await navigator.locks.request('ccs-live', {ifAvailable: true}, (lock) => lock && lead({takesOver: false}))
  for (;;) {
    await opened()
    await navigator.locks.request('ccs-live', () => lead({takesOver: true}))
  }
}

async function opened(): Promise<void> {
  let stop: () => void = () => undefined
  await new Promise<void>((resolve) => {
    stop = isOpen.subscribe((open) => open && resolve())
  })
  stop()
}

/**
 * Reads until the session is over; the next tab then takes over and finds the same. Whoever takes over, or was cut off
 * before the first event, cannot know what happened meanwhile: everything is asked for anew.
 */
async function lead({takesOver}: {readonly takesOver: boolean}): Promise<void> {
  leads = true
  let lastId = ''
  let mayHaveMissed = takesOver
  let pause = 500
  for (;;) {
    try {
      const headers: Record<string, string> = lastId === '' ? keyHeader() : {...keyHeader(), 'last-event-id': lastId}
      const reply = await fetch('/api/events', {headers})
      if (reply.status === 401) {
        await checkSession()
        if (!isOpen.value) {
          leads = false
          return
        }
      }
      if (!reply.ok || reply.body === null) throw new Error(`events: ${reply.status}`)
      announce('Live')
      if (mayHaveMissed && lastId === '') spread({topic: 'resync', data: {}})
      pause = 500
      for await (const event of readEvents(reply.body)) {
        if (event.id !== '') lastId = event.id
        spread({topic: event.type, data: event.data})
      }
    } catch {
      pause = Math.min(pause * 2, 10_000)
    }
    announce('Reconnecting')
    mayHaveMissed = true
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}

function announce(state: LiveState): void {
  live.value = state
  channel.postMessage({state})
}

function spread(change: Change): void {
  channel.postMessage({change, state: live.value})
  tell(change)
}

function tell(change: Change): void {
  for (const listener of listeners) listener(change)
}

interface ServerEvent {
  readonly id: string
  readonly type: string
  readonly data: unknown
}

async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader()
  let rest = ''
  for (;;) {
    const {done, value} = await reader.read()
    if (done) return
    const messages = (rest + value).split('\n\n')
    rest = messages.pop() ?? ''
    for (const message of messages) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(message)?.[1]
      const type = field('event')
      if (type !== undefined) yield {id: field('id') ?? '', type, data: JSON.parse(field('data') ?? 'null')}
    }
  }
}

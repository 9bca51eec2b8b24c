import type {ServerResponse} from 'node:http'

const RING = 256
/** Milliseconds between comments that keep a silent stream alive. */
const PING = 15_000

export interface EventHub {
  publish(type: string, data: unknown): void
  /** Streams to this client from `lastEventId` on, or tells it to load everything anew when that is gone. */
  attach(response: ServerResponse, client: {readonly owner: string; readonly lastEventId: number | undefined}): void
  /** Ends the streams of a session that is over. */
  detach(owner: string): void
  readonly clients: () => number
  close(): void
}

/** Server-sent events with a memory of the last 256, so that a client that was away misses nothing. */
export function makeEventHub(onChange: (clients: number) => void): EventHub {
  const ring: {readonly id: number; readonly text: string}[] = []
  const clients = new Map<ServerResponse, string>()
  let last = 0
  const timer = setInterval(() => broadcast(': ping\n\n'), PING)
  timer.unref()

  function broadcast(text: string): void {
    for (const client of clients.keys()) client.write(text)
  }

  return {
    publish(type, data) {
      last += 1
      const text = `id: ${last}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`
      ring.push({id: last, text})
      if (ring.length > RING) ring.shift()
      broadcast(text)
    },
    attach(response, {owner, lastEventId}) {
      const missed = lastEventId === undefined || lastEventId === last ? [] : ring.filter(({id}) => id > lastEventId)
      const gap = lastEventId !== undefined && lastEventId !== last && missed.length !== last - lastEventId
      response.write(
        gap ? `id: ${last}\nevent: resync\ndata: {}\n\n` : missed.map(({text}) => text).join('') || ': hello\n\n',
      )
      clients.set(response, owner)
      onChange(clients.size)
      response.on('close', () => {
        clients.delete(response)
        onChange(clients.size)
      })
    },
    detach(owner) {
      for (const [client, one] of clients) if (one === owner) client.end()
    },
    clients: () => clients.size,
    close() {
      clearInterval(timer)
      for (const client of clients.keys()) client.end()
    },
  }
}

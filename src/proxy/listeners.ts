import type {ServerResponse} from 'node:http'

/** Open connections that are told things line by line. */
export interface Listeners<T> {
  add(response: ServerResponse, wants: (event: T) => boolean): void
  tell(event: T): void
  count(): number
  /** Ends all connections. */
  end(): void
}

/** `left`: told when a connection has gone. */
export function makeListeners<T>(left: () => void): Listeners<T> {
  const open = new Map<ServerResponse, (event: T) => boolean>()
  return {
    add(response, wants) {
      open.set(response, wants)
      response.once('close', () => {
        open.delete(response)
        left()
      })
      response.writeHead(200, {'content-type': 'application/x-ndjson', 'cache-control': 'no-store'})
      response.write('{"type":"open"}\n')
    },
    tell(event) {
      if (open.size === 0) return
      const line = `${JSON.stringify(event)}\n`
      for (const [response, wants] of open) if (wants(event)) response.write(line)
    },
    count: () => open.size,
    end() {
      for (const response of open.keys()) response.end()
    },
  }
}

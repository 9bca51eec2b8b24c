import {createServer, request} from 'node:http'
import {type AddressInfo, connect, type Socket} from 'node:net'

/** An HTTP proxy as companies have them: tunnels for https, whole addresses for http. */
export interface ForwardProxy {
  readonly url: string
  /** `CONNECT host:port` or `POST http://…`, in order. */
  readonly lines: readonly string[]
  close(): Promise<void>
}

export async function startForwardProxy(refuses = false): Promise<ForwardProxy> {
  const lines: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((asked, response) => {
    lines.push(`${asked.method} ${asked.url}`)
    if (refuses) {
      response.writeHead(407).end()
      return
    }
    const onwards = request(asked.url ?? '', {method: asked.method, headers: asked.headers}, (reply) => {
      response.writeHead(reply.statusCode ?? 502, reply.headers)
      reply.pipe(response)
    })
    onwards.once('error', () => response.destroy())
    response.once('close', () => onwards.destroy())
    asked.pipe(onwards)
  })
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.on('connect', (asked, socket) => {
    lines.push(`CONNECT ${asked.url}`)
    if (refuses) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
      return
    }
    const [host, port] = (asked.url ?? '').split(':')
    const onwards = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onwards.pipe(socket).pipe(onwards)
    })
    onwards.once('error', () => socket.destroy())
    socket.once('error', () => onwards.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lines,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

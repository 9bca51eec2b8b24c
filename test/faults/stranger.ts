import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'

/** Somebody else's server on a port of ours, that writes down all that it is sent. */
export interface Stranger {
  readonly port: number
  /** Line, headers and body of each request. */
  readonly heard: readonly string[]
  close(): Promise<void>
}

export async function startStranger(port = 0, answer = '{"proof": "0", "version": "1"}'): Promise<Stranger> {
  const heard: string[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    heard.push(`${request.method} ${request.url}\n${JSON.stringify(request.headers)}\n${body}`)
    response.writeHead(200, {'content-type': 'application/json'}).end(answer)
  })
  await listen(server, port)
  return {
    port: (server.address() as AddressInfo).port,
    heard,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The place may only just have been given up. */
async function listen(server: Server, port: number): Promise<void> {
  for (;;) {
    const fault = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      server.once('error', resolve)
      server.listen(port, '127.0.0.1', () => resolve(undefined))
    })
    server.removeAllListeners('error')
    if (fault === undefined) return
    if (fault.code !== 'EADDRINUSE') throw fault
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

// The floor for a proxy in Node: bytes from one socket to another, nothing read. node pass-through.mjs PORT
import {Agent, createServer, request} from 'node:http'

const port = Number(process.argv[2])
const agent = new Agent({keepAlive: true})

const server = createServer({keepAliveTimeout: 60_000}, (asked, response) => {
  if (asked.url === '/healthz') {
    response.end('{"status":"ok"}')
    return
  }
  const {method, url: path, headers} = asked
  const upstream = request({port, host: '127.0.0.1', agent, method, path, headers}, (reply) => {
    response.writeHead(reply.statusCode, reply.headers)
    reply.on('error', () => response.destroy())
    reply.pipe(response)
  })
  upstream.on('error', () => response.destroy())
  response.on('close', () => upstream.destroy())
  asked.pipe(upstream)
})
server.listen(0, '127.0.0.1', () => process.stdout.write(`${JSON.stringify({port: server.address().port})}\n`))
process.on('SIGTERM', () => process.exit(0))

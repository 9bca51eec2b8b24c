import {request} from 'node:http'
import type {Dashboard, DashboardHost} from 'ccs/plugin'
import {startDashboard} from '../dist/server/dashboard.js'
import {type MemoryHost, memoryHost} from './memory-host.js'

export interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  readonly json: () => {readonly [key: string]: unknown}
}

export interface Running<Host extends DashboardHost = MemoryHost> {
  readonly host: Host
  readonly dashboard: Dashboard
  readonly origin: string
  /** One raw request; only what is given is sent. */
  ask(method: string, path: string, headers?: Readonly<Record<string, string>>, body?: string): Promise<Answered>
  /** Trades a fresh link for both halves of a session, as headers. */
  signIn(): Promise<Readonly<Record<string, string>>>
}

export async function runDashboard(host = memoryHost()): Promise<Running> {
  return serveHost(host)
}

/** The plugin's server over any host. */
export async function serveHost<Host extends DashboardHost>(host: Host, port = 0): Promise<Running<Host>> {
  const dashboard = await startDashboard(host, {port, idleTimeout: 600_000})
  const origin = `http://127.0.0.1:${dashboard.port}`
  const ask: Running<Host>['ask'] = (method, path, headers = {}, body) =>
    send(dashboard.port, method, path, headers, body)
  return {
    host,
    dashboard,
    origin,
    ask,
    async signIn() {
      const code = dashboard.link().split('code=')[1]
      const opened = await ask(
        'POST',
        '/api/session',
        {origin, 'content-type': 'application/json'},
        JSON.stringify({code}),
      )
      const cookie = String(opened.headers['set-cookie']).split(';')[0] ?? ''
      return {cookie, 'x-ccs-key': String(opened.json().key), origin, 'content-type': 'application/json'}
    },
  }
}

function send(
  port: number,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        headers: {host: `127.0.0.1:${port}`, 'content-length': String(Buffer.byteLength(body ?? '')), ...headers},
        agent: false,
      },
      (reply) => {
        let text = ''
        reply.setEncoding('utf8')
        reply.on('data', (chunk: string) => {
          text += chunk
        })
        reply.on('end', () =>
          resolve({status: reply.statusCode ?? 0, headers: reply.headers, text, json: () => JSON.parse(text)}),
        )
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

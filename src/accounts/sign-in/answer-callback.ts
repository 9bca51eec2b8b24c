import {createHash} from 'node:crypto'
import type {IncomingMessage, RequestListener, ServerResponse} from 'node:http'

/** What a browser is told that came back, and what happens once it was told. */
export interface Verdict {
  readonly status: number
  readonly heading: string
  readonly text: string
  readonly after?: () => void
}

export interface CallbackDesk {
  readonly path: string
  /** Never rejects. */
  receive(query: string): Promise<Verdict>
  /** Another sign-in wants the port. */
  giveWay(): void
}

export function answerCallback(desk: CallbackDesk): RequestListener {
  return (request, response) => {
    // A stranger's question that cannot be read ends its own connection, not the sign-in.
    answer(request, response, desk).catch(() => response.destroy())
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, desk: CallbackDesk): Promise<void> {
  const verdict = await verdictOn(request, desk)
  await send(response, verdict)
  verdict.after?.()
}

async function verdictOn({method, url = '/', headers}: IncomingMessage, desk: CallbackDesk): Promise<Verdict> {
  const {pathname, search} = new URL(url.replace(/^\/+/, '/'), 'http://localhost')
  // A page of a stranger whose name points here.
  if (!/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(headers.host ?? ''))
    return {status: 403, heading: 'Not here', text: 'This address answers on this machine only.'}
  if (method !== 'GET') return {status: 405, heading: 'Not like this', text: 'Only GET is answered here.'}
  if (pathname === desk.path) return desk.receive(search)
  // Other programs ask without a browser; a page in one may not end a sign-in.
  if (pathname === '/cancel' && headers['sec-fetch-site'] === undefined)
    return {status: 200, heading: 'Login cancelled', text: 'This sign-in gave way.', after: () => desk.giveWay()}
  return {status: 404, heading: 'Nothing here', text: 'A sign-in of ccs waits on this port.'}
}

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:18vh auto;padding:0 1.5rem;color-scheme:light dark}'

const HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  connection: 'close',
}

/** Resolves once the page is on its way, or nobody is there to take it. */
function send(response: ServerResponse, {status, heading, text}: Verdict): Promise<void> {
  const page = [
    '<!doctype html><html lang="en"><meta charset="utf-8">',
    `<title>${escapeHtml(heading)}</title><style>${STYLE}</style>`,
    `<h1>${escapeHtml(heading)}</h1><p>${escapeHtml(text)}</p></html>\n`,
  ].join('')
  return new Promise((resolve) => {
    response.once('close', resolve)
    response.writeHead(status, HEADERS).end(page)
  })
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

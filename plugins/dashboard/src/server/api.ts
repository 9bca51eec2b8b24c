import {createHash} from 'node:crypto'
import type {DashboardHost} from 'ccs/plugin'
import {ApiError} from './api-error.js'
import {type Fields, fieldsOf} from './fields.js'
import {type Mask, type Place, type SecretText, UnknownPlaceholder} from './mask.js'
import {oneOf, pageOf, questionOf, usageOf, variantOf} from './read-call.js'
import {writeOverview} from './write-overview.js'

/** One API call after the guard: parameters of its path, its query, its body. */
export interface Call {
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: Fields
  readonly ifMatch: string | undefined
}

export interface Answer {
  readonly status?: number
  readonly body: unknown
  readonly etag?: string
}

type Handler = (call: Call, host: DashboardHost, mask: Mask) => Promise<Answer>

/** New sessions that a preview goes through, and the most that it may be asked for. */
const PICKS = 8
const MOST_PICKS = 200

const done: Answer = {body: {ok: true}}
const answer = (body: unknown, status = 200): Answer => ({status, body})

/** Every call there is: what the commands can do, no download, no reading by path, no proxying. */
const ROUTES: Readonly<Record<string, Handler>> = {
  'GET /api/bootstrap': async (_, host) => answer(await host.bootstrap()),
  'GET /api/codex': async (_, host) => answer(writeOverview(await host.overview('codex'))),
  'GET /api/providers/:provider': async ({params}, host) =>
    answer(writeOverview(await host.overview(p(params, 'provider')))),
  'POST /api/:provider/quota/refresh': async ({params, body}, host) =>
    answer(await host.refreshQuota(p(params, 'provider'), body.texts('ids')), 202),
  'PATCH /api/:provider/accounts/:id': async ({params, body}, host) => {
    await host.renameAccount(p(params, 'provider'), p(params, 'id'), body.text('nickname'))
    return done
  },
  'POST /api/:provider/accounts/:id/default': async ({params}, host) => {
    await host.useAccount(p(params, 'provider'), p(params, 'id'))
    return done
  },
  'POST /api/:provider/accounts/:id/pause': async ({params}, host) => {
    await host.pauseAccount(p(params, 'provider'), p(params, 'id'))
    return done
  },
  'POST /api/:provider/accounts/:id/resume': async ({params}, host) => {
    await host.resumeAccount(p(params, 'provider'), p(params, 'id'))
    return done
  },
  'DELETE /api/:provider/accounts/:id': removeAccount,
  'POST /api/:provider/logins': async ({params, body}, host) => {
    const method = oneOf(body.text('method'), ['browser', 'device', 'paste', 'key'] as const, 'method')
    const login = {method, accountId: body.optionalText('accountId'), asDefault: body.flag('asDefault')}
    return answer(await host.startLogin(p(params, 'provider'), login), 201)
  },
  'GET /api/:provider/logins/:id': async ({params}, host) => answer(await host.login(p(params, 'id'))),
  'POST /api/:provider/logins/:id/callback': async ({params, body}, host) =>
    answer(await host.finishLogin(p(params, 'id'), body.text('url'))),
  'POST /api/:provider/logins/:id/adopt': async ({params}, host) => answer(await host.adoptLogin(p(params, 'id'))),
  'DELETE /api/:provider/logins/:id': async ({params}, host) => {
    await host.cancelLogin(p(params, 'id'))
    return done
  },
  'GET /api/models': async (_, host) =>
    answer((await host.bootstrap()).providers.map(({id, title, models}) => ({id, title, models}))),
  'POST /api/models/resolve': async ({body}, host) =>
    answer(await host.resolveModel(body.optionalText('provider') ?? 'codex', questionOf(body))),
  'GET /api/variants': async (_, host) => answer({variants: await host.variants()}),
  'POST /api/variants': async ({body}, host) =>
    answer(await host.saveVariant(body.text('name'), {provider: 'codex', ...variantOf(body)}, 'create'), 201),
  'GET /api/variants/:name': async ({params}, host) => {
    const found = (await host.variants()).find(({name}) => name === p(params, 'name'))
    if (found === undefined) throw new ApiError(404, 'unknown_variant', `There is no variant ${p(params, 'name')}.`)
    return answer(found)
  },
  'PUT /api/variants/:name': saveVariant,
  'DELETE /api/variants/:name': async ({params}, host) => {
    await host.removeVariant(p(params, 'name'))
    return done
  },
  'GET /api/routing': async (_, host) => answer(await host.routing()),
  'PUT /api/routing': setRouting,
  'POST /api/routing/preview': async ({body}, host) =>
    answer({next: await host.previewRouting(body.count('n', MOST_PICKS) ?? PICKS)}),
  'POST /api/routing/cooldown/clear': async ({body}, host) => {
    await host.clearCooldown(body.optionalText('accountId'))
    return done
  },
  'GET /api/settings': async (_, host) => answer({files: await host.files()}),
  'GET /api/settings/:scope': readFile,
  'PUT /api/settings/:scope': writeFile,
  'POST /api/settings/:scope/validate': validateFile,
  'GET /api/settings/:scope/backups': async ({params}, host) =>
    answer({backups: await host.backups(p(params, 'scope'))}),
  'POST /api/settings/:scope/restore': async ({params, body}, host) => {
    await host.restore(p(params, 'scope'), body.text('id'))
    return done
  },
  'GET /api/usage': async ({query}, host) => answer(await host.usage(usageOf(query))),
  'GET /api/requests': async ({query}, host) => answer(await host.requests(pageOf(query))),
  'GET /api/logs': async ({query}, host) => answer(await host.logs(pageOf(query))),
  'GET /api/doctor': async (_, host) => answer(await host.doctor()),
  'POST /api/doctor/:check/fix': async ({params}, host) => answer(await host.fix(p(params, 'check'))),
  'GET /api/proxy': async (_, host) => answer(await host.proxy()),
  'POST /api/proxy/start': async (_, host) => answer(await host.controlProxy('start')),
  'POST /api/proxy/stop': async (_, host) => answer(await host.controlProxy('stop')),
  'POST /api/proxy/restart': async (_, host) => answer(await host.controlProxy('restart')),
}

async function removeAccount({params, body}: Call, host: DashboardHost): Promise<Answer> {
  const account = (await host.overview(p(params, 'provider'))).accounts.find(({id}) => id === p(params, 'id'))
  if (account === undefined) throw new ApiError(404, 'unknown_account', 'There is no such account.')
  if (body.text('confirm') !== account.nickname) {
    throw new ApiError(422, 'not_confirmed', `Type ${account.nickname} to remove this account.`)
  }
  await host.removeAccount(p(params, 'provider'), account.id)
  return done
}

async function saveVariant({params, body}: Call, host: DashboardHost): Promise<Answer> {
  const name = p(params, 'name')
  const saved = await host.saveVariant(name, variantOf(body), 'update')
  const to = body.optionalText('rename')
  return answer(to === undefined || to === name ? saved : await host.renameVariant(name, to))
}

async function setRouting({body}: Call, host: DashboardHost): Promise<Answer> {
  const affinity = body.record('affinity')
  return answer(
    await host.setRouting({
      strategy: body.optionalText('strategy'),
      affinity:
        affinity === undefined
          ? undefined
          : {enabled: fieldsOf(affinity).flag('enabled'), ttl: fieldsOf(affinity).optionalText('ttl')},
      order: body.texts('order'),
    }),
  )
}

async function readFile({params}: Call, host: DashboardHost, mask: Mask): Promise<Answer> {
  const file = await host.readFile(p(params, 'scope'))
  return {body: {text: mask.hide(file), path: file.path}, etag: etagOf(file.text)}
}

/** What would be written is looked at; places are told as they are in the text that the page has. */
async function validateFile({params, body}: Call, host: DashboardHost, mask: Mask): Promise<Answer> {
  const scope = p(params, 'scope')
  const current = await host.readFile(scope)
  const text = body.text('text')
  try {
    const verdict = await host.validateFile(scope, mask.restore(text, current))
    const shown = <T extends Place>(place: T): T => ({...place, ...mask.shownPlace(place, text, current)})
    const {line, column, warnings} = verdict
    return answer({
      ...verdict,
      ...(line !== undefined && column !== undefined && shown({line, column})),
      ...(warnings && {warnings: warnings.map(shown)}),
    })
  } catch (error) {
    if (!(error instanceof UnknownPlaceholder)) throw error
    return answer({ok: false, ...error.place, message: error.message})
  }
}

/** Writes only over the text that the page was shown; otherwise both versions go back to it. */
async function writeFile({params, body, ifMatch}: Call, host: DashboardHost, mask: Mask): Promise<Answer> {
  const scope = p(params, 'scope')
  if (ifMatch === undefined) throw new ApiError(428, 'if_match_missing', 'Say which version is replaced (If-Match).')
  const current = await host.readFile(scope)
  if (ifMatch !== etagOf(current.text)) throw changedOutside(current, mask)
  const text = mask.restore(body.text('text'), current)
  try {
    await host.writeFile(scope, text, current.text)
  } catch (error) {
    // Somebody wrote between our look at the file and our turn to write it.
    throw Object(error).code === 'changed_outside' ? changedOutside(await host.readFile(scope), mask) : error
  }
  return {...done, etag: etagOf(text)}
}

function changedOutside(current: SecretText, mask: Mask): ApiError {
  return new ApiError(412, 'changed_outside', 'The file was changed meanwhile.', {
    current: mask.hide(current),
    etag: etagOf(current.text),
  })
}

function etagOf(text: string): string {
  return `"${createHash('sha256').update(text).digest('hex').slice(0, 32)}"`
}

function p(params: Readonly<Record<string, string>>, name: string): string {
  return params[name] ?? ''
}

interface Route {
  readonly method: string
  readonly parts: readonly string[]
  readonly handler: Handler
}

const TABLE: readonly Route[] = Object.entries(ROUTES).map(([key, handler]) => {
  const [method = '', path = ''] = key.split(' ')
  return {method, parts: path.split('/'), handler}
})

/** The handler of a call with the parameters of its path; exact words win over parameters. */
export function findRoute(
  method: string,
  path: string,
): {readonly handler: Handler; readonly params: Readonly<Record<string, string>>} {
  const asked = path.split('/')
  const fitting = TABLE.filter(
    ({parts}) => parts.length === asked.length && parts.every((part, i) => part.startsWith(':') || part === asked[i]),
  )
  if (fitting.length === 0) throw new ApiError(404, 'not_found', 'There is no such call.')
  const route = fitting.filter((one) => one.method === method).sort((a, b) => wildcards(a) - wildcards(b))[0]
  if (route === undefined) throw new ApiError(405, 'method_refused', 'This call has another method.')
  const params = route.parts.flatMap((part, i) =>
    part.startsWith(':') ? [[part.slice(1), decode(asked[i] ?? '')]] : [],
  )
  return {handler: route.handler, params: Object.fromEntries(params)}
}

function wildcards({parts}: Route): number {
  return parts.filter((part) => part.startsWith(':')).length
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new ApiError(400, 'bad_path', 'The address is not well-formed.')
  }
}

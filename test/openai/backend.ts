import {checkRequest} from './check-request.js'
import {defaultReply, isSideCall} from './default-reply.js'
import {type Exchange, type Seen, sendJson, sendText} from './exchange.js'
import type {Issuer} from './issuer.js'
import {isObject, type Json} from './json.js'
import {type BackendModel, MODELS, modelsReply} from './model-list.js'
import type {Person} from './people.js'
import {freshQuota, limitHeaders, type Quota, usageReply} from './quota.js'
import {detail, type Refusal} from './refusal.js'
import type {Answer, Asked, Reply} from './reply.js'
import {sendAnswer} from './send-answer.js'

const CHARACTERS_PER_TOKEN = 4
const CACHE_STEP = 128

interface Rule {
  readonly matches: (asked: Asked) => boolean
  readonly reply: Reply
  times: number
}

/** ChatGPT's side: who may ask what, and the answers. */
export class Backend {
  models: readonly BackendModel[] = MODELS
  /** Answers in place of `/wham/usage`'s, each used once. */
  readonly usageFaults: Answer[] = []
  /** Merged into each account's own entry of `/wham/accounts/check`. */
  accountExtra: Json = {}
  /** Whether a body is checked as the real backend does. */
  isStrict = true
  /** What an upgrade to a WebSocket is answered with in place of one: 426 where there are none. */
  upgradeRefusal: Refusal | undefined
  readonly #quotas = new Map<Person, Quota>()
  readonly #queue: Reply[] = []
  readonly #rules: Rule[] = []
  readonly #sentBefore = new Map<string, string>()

  constructor(
    private readonly issuer: Issuer,
    private readonly now: () => number,
  ) {}

  /** Answers to the next turns, in order. */
  script(...replies: readonly Reply[]): void {
    this.#queue.push(...replies)
  }

  /** An answer for turns of a kind, before the queue is asked. */
  when(matches: (asked: Asked) => boolean, reply: Reply, times = Number.POSITIVE_INFINITY): void {
    this.#rules.push({matches, reply, times})
  }

  /** Scripted answers that nobody took. */
  get left(): number {
    return this.#queue.length
  }

  forgetScript(): void {
    this.#queue.length = 0
    this.#rules.length = 0
  }

  quota(person: Person): Quota {
    const quota = this.#quotas.get(person) ?? freshQuota(this.now())
    this.#quotas.set(person, quota)
    return quota
  }

  async usage(exchange: Exchange): Promise<void> {
    const person = this.#admit(exchange)
    if (person === undefined) return
    const fault = this.usageFaults.shift()
    if (fault !== undefined) await sendAnswer(exchange.response, fault)
    else sendJson(exchange, 200, usageReply(person, this.quota(person), this.now()))
  }

  catalogue(exchange: Exchange): void {
    if (this.#admit(exchange) === undefined) return
    if (exchange.seen.query.client_version === undefined)
      sendJson(exchange, 400, {detail: 'client_version is required'})
    else sendJson(exchange, 200, modelsReply(this.models), {etag: 'W/"standin-models"'})
  }

  accounts(exchange: Exchange): void {
    const person = this.#admit(exchange)
    if (person === undefined) return
    sendJson(exchange, 200, {
      accounts: [
        {
          id: person.accountId,
          account_user_id: `${person.userId}__${person.accountId}`,
          plan_type: person.plan,
          name: null,
          structure: 'personal',
          is_deactivated: false,
          can_access_with_session: true,
          workspace_backend_origin: 'NO_CONSTRAINT',
          account_routing_override: 'NO_CONSTRAINT',
          ...this.accountExtra,
        },
      ],
      account_ordering: [person.accountId],
      default_account_id: person.accountId,
    })
  }

  async responses(exchange: Exchange): Promise<void> {
    const person = this.#admit(exchange)
    if (person === undefined) return
    const {body} = exchange.seen
    if (!isObject(body)) {
      refuse(exchange, detail(400, 'Request body is not valid JSON'))
      return
    }
    const answer = await this.answer(body, person, exchange)
    if (answer.steps !== undefined)
      answer.headers = {...limitHeaders(person, this.quota(person), this.now()), ...traceHeaders(), ...answer.headers}
    await sendAnswer(exchange.response, answer)
  }

  /** The answer to a body of `/codex/responses`, whatever way it came. */
  async answer(
    body: Json,
    person: Person,
    {seen}: Pick<Exchange, 'seen'>,
  ): Promise<{-readonly [K in keyof Answer]: Answer[K]}> {
    const asker = {accountId: person.accountId, plan: person.plan, models: this.models}
    const refusal = this.isStrict ? checkRequest(body, asker) : undefined
    if (refusal !== undefined) return {...refusal}
    const asked: Asked = {body, person, seen, tokens: this.#count(body)}
    return {...(await this.#replyTo(asked)(asked))}
  }

  #replyTo(asked: Asked): Reply {
    const rule = this.#rules.find((one) => one.times > 0 && one.matches(asked))
    if (rule !== undefined) {
      rule.times--
      return rule.reply
    }
    return (isSideCall(asked.body) ? undefined : this.#queue.shift()) ?? defaultReply
  }

  /** Who a request comes from, or what it is refused with. */
  admit(seen: Seen): Person | Refusal {
    const {authorization = '', 'chatgpt-account-id': accountId} = seen.headers
    const owner = this.issuer.check(authorization.replace(/^Bearer /, ''))
    if (typeof owner === 'string') return owner === 'unknown' ? detail(401, 'Unauthorized') : tokenFault(owner)
    seen.account = owner.email
    if (accountId === owner.accountId) return owner
    return detail(accountId === undefined ? 400 : 403, 'chatgpt-account-id is missing or not yours')
  }

  /** Who a request comes from; else it was answered already. */
  #admit(exchange: Exchange): Person | undefined {
    const admitted = this.admit(exchange.seen)
    if ('email' in admitted) return admitted
    refuse(exchange, admitted)
    return undefined
  }

  /** What the same session sent before comes from the cache. */
  #count(body: Json): Asked['tokens'] {
    const text = JSON.stringify([body.instructions, body.tools, body.input])
    const session = `${String(body.prompt_cache_key)} ${String(body.model)}`
    const shared = commonPrefix(this.#sentBefore.get(session) ?? '', text)
    this.#sentBefore.set(session, text)
    return {
      input: Math.ceil(text.length / CHARACTERS_PER_TOKEN),
      cached: Math.floor(shared / CHARACTERS_PER_TOKEN / CACHE_STEP) * CACHE_STEP,
    }
  }
}

function refuse(exchange: Exchange, {status, body, headers}: Refusal): void {
  sendText(exchange, status, 'application/json', JSON.stringify(body), headers)
}

function tokenFault(code: string): Refusal {
  const says = code === 'token_expired' ? 'has expired' : 'has been invalidated'
  const message = `Your authentication token ${says}. Please try signing in again.`
  return {status: 401, body: {error: {message, type: 'invalid_request_error', code, param: null}}}
}

function traceHeaders(): Readonly<Record<string, string>> {
  return {'x-request-id': 'req_standin', 'x-models-etag': 'W/"standin-models"'}
}

function commonPrefix(before: string, after: string): number {
  const end = Math.min(before.length, after.length)
  let place = 0
  while (place < end && before.charCodeAt(place) === after.charCodeAt(place)) place++
  return place
}

import {createHash, randomBytes} from 'node:crypto'
import {type Exchange, sendJson} from './exchange.js'
import {CLIENT_ID, type Issuer, type IssuerFault, sendFault} from './issuer.js'
import {object} from './json.js'
import type {Person} from './people.js'

interface Asked {
  readonly userCode: string
  person: Person | undefined
}

/** Sign-in on another device: a code to type, and polling until it was typed. */
export class DeviceSignIn {
  /** Workspaces may forbid it: then its address does not exist. */
  isAllowed = true
  /** The person types the code at once; else a test says `approve`. */
  approvesAtOnce = true
  interval = '1'
  /** Answers to the next requests of either kind, each used once. */
  readonly faults: IssuerFault[] = []
  readonly #asked = new Map<string, Asked>()

  constructor(
    private readonly issuer: Issuer,
    private readonly redirectUri: () => string,
  ) {}

  start(exchange: Exchange): void {
    if (this.#fails(exchange)) return
    if (!this.isAllowed || object(exchange.seen.body).client_id !== CLIENT_ID) {
      sendJson(exchange, 404, {detail: 'Not Found'})
      return
    }
    const id = `deviceauth_${randomBytes(9).toString('base64url')}`
    const userCode = `ABCD-${10_000 + this.#asked.size}`
    this.#asked.set(id, {userCode, person: this.approvesAtOnce ? this.issuer.visitor : undefined})
    sendJson(exchange, 200, {device_auth_id: id, user_code: userCode, interval: this.interval})
  }

  approve(userCode: string, person: Person): void {
    for (const asked of this.#asked.values()) if (asked.userCode === userCode) asked.person = person
  }

  poll(exchange: Exchange): void {
    if (this.#fails(exchange)) return
    const {device_auth_id: id, user_code: userCode} = object(exchange.seen.body)
    const asked = this.#asked.get(String(id))
    if (asked?.person === undefined || asked.userCode !== userCode) {
      sendJson(exchange, 403, {error: {code: 'deviceauth_authorization_pending', message: 'Pending'}})
      return
    }
    this.#asked.delete(String(id))
    const verifier = randomBytes(48).toString('base64url')
    const challenge = createHash('sha256').update(verifier).digest('base64url')
    sendJson(exchange, 200, {
      authorization_code: this.issuer.grant(asked.person, challenge, this.redirectUri()),
      code_verifier: verifier,
      code_challenge: challenge,
    })
  }

  #fails(exchange: Exchange): boolean {
    const fault = this.faults.shift()
    if (fault !== undefined) sendFault(exchange, fault)
    return fault !== undefined
  }
}

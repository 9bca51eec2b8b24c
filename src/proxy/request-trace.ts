import {randomUUID} from 'node:crypto'
import type {Protocol, Sent, TurnEvent, TurnFault, Usage} from '../contract/index.js'
import type {RequestRecord} from '../journal/request-record.js'
import type {LaunchOptions} from '../launch/launch-path.js'
import type {Resolution} from '../models/resolve.js'
import {NO_USAGE} from '../protocols/client-protocol.js'
import type {Sending} from './attempt.js'

/** What happens to one request, as it happens; `record` is what remains of it. */
export class RequestTrace {
  readonly id = `req_${randomUUID().replaceAll('-', '')}`
  readonly #started: number
  #asked = ''
  #provider = ''
  #resolution: Resolution | undefined
  #sending: Sending | undefined
  #sent: Sent | undefined
  #trips = 0
  #usage: Usage = NO_USAGE
  #reported: RequestRecord['reported']
  #fault: TurnFault | undefined
  #firstByte: number | undefined
  #dropped: readonly string[] = []

  constructor(
    private readonly protocol: Protocol,
    private readonly launch: LaunchOptions,
    private readonly now: () => number,
  ) {
    this.#started = now()
  }

  asked(model: string, dropped: readonly string[]): void {
    this.#asked = model
    this.#dropped = dropped
  }

  resolved(provider: string, resolution: Resolution): void {
    this.#provider = provider
    this.#resolution = resolution
  }

  trip(sending: Sending, trips: number): void {
    this.#sending = sending
    this.#trips = trips
  }

  opened(sent: Sent): void {
    this.#sent = sent
    this.#dropped = [...this.#dropped, ...sent.dropped]
    this.#firstByte = this.now()
  }

  leftOut(name: string): void {
    if (!this.#dropped.includes(name)) this.#dropped = [...this.#dropped, name]
  }

  /** Usage and report of the last event. */
  closed({usage, reported}: Pick<Extract<TurnEvent, {type: 'turn-end'}>, 'usage' | 'reported'>): void {
    this.#usage = usage
    this.#reported = reported
  }

  failed(fault: TurnFault): void {
    this.#fault = fault
  }

  record(status: number): RequestRecord {
    const {model, effortSource, wanted} = this.#resolution ?? {}
    const sending = this.#sending
    const sent = sentOf(this.#sent, sending)
    const level = sent?.effort ?? model?.effort
    const {input, cached, output, reasoning, webSearches} = this.#usage
    return {
      id: this.id,
      at: this.#started,
      ...(this.launch.id && {launch: this.launch.id}),
      provider: this.#provider,
      profile: this.launch.profile,
      protocol: this.protocol,
      ...(sending && {account: {id: sending.account.id, nickname: sending.account.nickname}}),
      asked: this.#asked,
      ...(sent && {sent}),
      ...(model?.effort && {effort: model.effort}),
      ...(effortSource && {effortSource}),
      ...(level !== undefined && wanted !== level && {wantedEffort: wanted}),
      ...(model?.tier && {tier: model.tier}),
      ...(this.#reported && {reported: this.#reported}),
      ...(sending?.fallback && {fallback: sending.fallback.reason}),
      status,
      ...(this.#fault && {error: {kind: this.#fault.kind, message: this.#fault.message}}),
      retries: Math.max(0, this.#trips - 1),
      milliseconds: this.now() - this.#started,
      ...(this.#firstByte !== undefined && {firstByteMilliseconds: this.#firstByte - this.#started}),
      input,
      cached,
      output,
      reasoning,
      webSearches,
      dropped: this.#dropped,
    }
  }
}

/** Of a request that nobody answered, what was to be sent is all that is known. */
function sentOf(sent: Sent | undefined, sending: Sending | undefined): RequestRecord['sent'] {
  if (sent === undefined)
    return sending && {model: sending.model.id, ...(sending.model.effort && {effort: sending.model.effort})}
  const {model, effort, tier, transport} = sent
  return {model, ...(effort && {effort}), ...(tier && {tier}), transport}
}

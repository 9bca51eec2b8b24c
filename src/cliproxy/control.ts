import type {RequestRecord} from '../journal/request-record.js'
import type {ProxyDesk, StatusReport} from '../proxy/reports.js'

/** A proxy that answers and has proved that it is ours. */
export interface RunningProxy extends ProxyDesk {
  /** `http://127.0.0.1:8317`. */
  readonly origin: string
  readonly port: number
  readonly key: string
  status(): Promise<StatusReport>
  /** Asks it to leave; resolves once it has. */
  stop(): Promise<void>
  /** What happens there until the signal fires; ends when the proxy does. */
  events(signal: AbortSignal): AsyncIterable<ProxyEvent>
}

export type ProxyEvent =
  | {readonly type: 'request'; readonly record: RequestRecord}
  /** Quota, states or bindings of a provider's accounts changed. */
  | {readonly type: 'accounts'; readonly provider: string}

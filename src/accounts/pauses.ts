import type {TurnError} from '../contract/index.js'

/** Milliseconds for which the issuer is left alone after a passing failure that names no time itself. */
const PAUSE = 30_000

/** Accounts that the issuer is not asked for just now, because it failed a moment ago. In memory only. */
export interface Pauses {
  /** What it failed with; `undefined` once it may be asked again. */
  reason(id: string): TurnError | undefined
  begin(id: string, reason: TurnError): void
}

export function makePauses(clock: {now(): number}): Pauses {
  const begun = new Map<string, {readonly until: number; readonly reason: TurnError}>()
  return {
    reason(id) {
      const found = begun.get(id)
      return found !== undefined && found.until > clock.now() ? found.reason : undefined
    },
    begin: (id, reason) => void begun.set(id, {until: reason.retryAt ?? clock.now() + PAUSE, reason}),
  }
}

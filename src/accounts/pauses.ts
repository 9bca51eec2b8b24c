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
  const begun = new Map<string, {readonly from: number; readonly until: number; readonly reason: TurnError}>()
  return {
    reason(id) {
      const {from = 0, until = 0, reason} = begun.get(id) ?? {}
      const now = clock.now()
      // A clock that was set back would make it longer than anybody meant.
      return from <= now && now < until ? reason : undefined
    },
    begin(id, reason) {
      const from = clock.now()
      begun.set(id, {from, until: reason.retryAt ?? from + PAUSE, reason})
    },
  }
}

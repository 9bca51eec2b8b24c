import {RecentMap} from '../collections/recent-map.js'
import type {Turn} from '../contract/index.js'
import {silentLog} from '../log/silent-log.js'
import {estimateTokens} from '../protocols/estimate-tokens.js'
import {onceSent} from './once-sent.js'

/** Sessions that are remembered. */
const MOST = 1000
/** How far the truth may be from the estimate before it is taken for something else. */
const FURTHEST = 3

/** Input tokens before anybody counted them; each session's last real count corrects the next estimate. */
export interface TokenEstimates {
  estimate(turn: Turn): number
  /** The same when it is asked for, or while the request is on its way: what fails there fails again where it is needed. */
  soon(turn: Turn): () => number
  /** What the upstream counted for a turn that was estimated. */
  learn(session: string, estimated: number, real: number): void
}

export function makeTokenEstimates(): TokenEstimates {
  const ratios = new RecentMap<number>(MOST)
  const estimate = (turn: Turn): number => Math.ceil(estimateTokens(turn) * (ratios.get(turn.session.id) ?? 1))
  return {
    estimate,
    soon(turn) {
      let estimated: number | undefined
      const get = (): number => {
        estimated ??= estimate(turn)
        return estimated
      }
      onceSent(get, silentLog)
      return get
    },
    learn(session, estimated, real) {
      if (estimated <= 0 || real <= 0) return
      const ratio = ((ratios.get(session) ?? 1) * real) / estimated
      ratios.set(session, Math.min(FURTHEST, Math.max(1 / FURTHEST, ratio)))
    },
  }
}

import type {Turn} from '../contract/index.js'
import {estimateTokens} from '../protocols/estimate-tokens.js'
import {RecentMap} from './recent-map.js'

/** Sessions that are remembered. */
const MOST = 1000
/** How far the truth may be from the estimate before it is taken for something else. */
const FURTHEST = 3

/** Input tokens before anybody counted them; each session's last real count corrects the next estimate. */
export interface TokenEstimates {
  estimate(turn: Turn): number
  /** What the upstream counted for a turn that was estimated. */
  learn(session: string, estimated: number, real: number): void
}

export function makeTokenEstimates(): TokenEstimates {
  const ratios = new RecentMap<number>(MOST)
  return {
    estimate: (turn) => Math.ceil(estimateTokens(turn) * (ratios.get(turn.session.id) ?? 1)),
    learn(session, estimated, real) {
      if (estimated <= 0 || real <= 0) return
      const ratio = ((ratios.get(session) ?? 1) * real) / estimated
      ratios.set(session, Math.min(FURTHEST, Math.max(1 / FURTHEST, ratio)))
    },
  }
}

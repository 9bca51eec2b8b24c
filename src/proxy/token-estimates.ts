import {RecentMap} from '../collections/recent-map.js'
import type {Turn} from '../contract/index.js'
import {silentLog} from '../log/silent-log.js'
import {estimateItems, estimateTools} from '../protocols/estimate-tokens.js'
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
  /** What the upstream counted for a turn. */
  learn(turn: Turn, real: number): void
}

interface Guess {
  /** One for each item. */
  readonly items: readonly number[]
  readonly tools: number
}

interface Counted extends Guess {
  readonly real: number
}

export function makeTokenEstimates(): TokenEstimates {
  const last = new RecentMap<Counted>(MOST)
  const guesses = new WeakMap<Turn, Guess>()
  const guess = (turn: Turn): Guess => {
    const known = guesses.get(turn) ?? {items: estimateItems(turn.items), tools: estimateTools(turn.tools)}
    guesses.set(turn, known)
    return known
  }
  const estimate = (turn: Turn): number => Math.ceil(correct(guess(turn), last.get(keyOf(turn))))
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
    learn(turn, real) {
      if (real > 0) last.set(keyOf(turn), {...guess(turn), real})
    },
  }
}

/** A subagent has a history of its own. */
function keyOf({session: {id, agent = ''}}: Turn): string {
  return `${id} ${agent}`
}

/** A history that only grew is what was counted and what is new; any other is as far from the truth as the last was. */
function correct(guess: Guess, last: Counted | undefined): number {
  const guessed = sum(guess.items) + guess.tools
  if (last === undefined) return guessed
  const hasGrown = last.items.every((tokens, index) => tokens === guess.items[index])
  const before = sum(last.items) + last.tools
  if (hasGrown) return Math.max(0, last.real + guessed - before)
  return guessed * Math.min(FURTHEST, Math.max(1 / FURTHEST, last.real / before))
}

function sum(tokens: readonly number[]): number {
  return tokens.reduce((total, one) => total + one, 0)
}

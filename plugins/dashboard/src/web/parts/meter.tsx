import type {NamedWindow} from 'ccs/plugin'
import {fullTime} from '../clock.js'
import {ResetTime} from './times.js'

type Pace = 'On pace' | 'Ahead of pace' | 'Nearly used up' | 'Limit reached' | 'Unknown'

/** Points by which use may run ahead of the clock before it is said. */
const SLACK = 10

/** Seconds from which a window stands in the second column, so that the same kind stands below each other. */
const LONG = 2 * 86_400

/** How use compares with the share of the window that has passed. */
export function paceOf(window: NamedWindow, now: number): Pace {
  if (window.usedPercent === null) return 'Unknown'
  if (window.usedPercent >= 100) return 'Limit reached'
  if (window.usedPercent >= 90) return 'Nearly used up'
  if (window.usedPercent <= SLACK) return 'On pace'
  const elapsed = elapsedPercent(window, now)
  if (elapsed === null) return 'Unknown'
  return window.usedPercent > elapsed + SLACK ? 'Ahead of pace' : 'On pace'
}

/** `null` where nobody said when the window ends. */
export function elapsedPercent(window: NamedWindow, now: number): number | null {
  if (window.resetAt === null || window.seconds <= 0) return null
  const left = (Date.parse(window.resetAt) - now) / 1000
  return Math.min(100, Math.max(0, 100 - (left / window.seconds) * 100))
}

/** `45/50 messages used` where the upstream counts, else `90% used`; never a number that nobody gave. */
export function usedText(window: NamedWindow): string {
  if (window.used !== null && window.limit !== null)
    return `${window.used}/${window.limit} ${window.unit ?? ''} used`.replace('  ', ' ')
  return window.usedPercent === null ? 'use unknown' : `${Math.round(window.usedPercent)}% used`
}

export function Meter({window, owner}: {readonly window: NamedWindow; readonly owner: string}) {
  const pace = paceOf(window, Date.now())
  const elapsed = elapsedPercent(window, Date.now())
  const used = window.usedPercent ?? 0
  const reset = window.resetAt === null ? 'reset time unknown' : `resets ${fullTime(window.resetAt)}`
  return (
    <div class={window.seconds < LONG ? 'meter' : 'meter meter-long'}>
      <div class="meter-head">
        <span>{window.label}</span>
        <strong>{usedText(window)}</strong>
      </div>
      <div
        class={`track pace-${pace.toLowerCase().replaceAll(' ', '-')}`}
        role="meter"
        aria-label={`${owner}, ${window.label}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(used)}
        aria-valuetext={`${usedText(window)}, ${pace}, ${reset}`}
      >
        <span class="fill" style={{inlineSize: `${used}%`}} />
        {elapsed !== null && <span class="mark" style={{insetInlineStart: `${elapsed}%`}} />}
      </div>
      <div class="meter-foot">
        <span>{pace}</span>
        <ResetTime at={window.resetAt} />
      </div>
    </div>
  )
}

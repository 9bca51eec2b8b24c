const HOUR = 3600
const DAY = 24 * HOUR
/** Upstreams cut lengths down to whole minutes, so that a week may have 10,079 of them. */
const SLACK = 180
/** Lengths that people have a word for; months differ by days. */
const NAMED: readonly (readonly [from: number, to: number, label: string])[] = [
  [7 * DAY, 7 * DAY, 'Weekly'],
  [28 * DAY, 31 * DAY, 'Monthly'],
  [DAY, DAY, 'Daily'],
]

/** A window is known by its length alone: its place in the answer says nothing. */
export function windowLabel(seconds: number): string {
  const named = NAMED.find(([from, to]) => seconds >= from - SLACK && seconds <= to + SLACK)?.[2]
  if (named !== undefined) return named
  if (seconds <= 0) return 'Limit'
  if (seconds < HOUR) return `${Math.max(1, Math.round(seconds / 60))}-minute`
  return seconds < 2 * DAY ? `${Math.round(seconds / HOUR)}-hour` : `${Math.round(seconds / DAY)}-day`
}

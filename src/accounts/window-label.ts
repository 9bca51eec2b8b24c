const HOUR = 3600
const DAY = 24 * HOUR
/** Lengths that people have a word for; months differ by days. */
const NAMED: readonly (readonly [from: number, to: number, label: string])[] = [
  [7 * DAY, 7 * DAY, 'Weekly'],
  [28 * DAY, 31 * DAY, 'Monthly'],
  [DAY, DAY, 'Daily'],
]

/** A window is known by its length alone: its place in the answer says nothing. */
export function windowLabel(seconds: number): string {
  const named = NAMED.find(([from, to]) => seconds >= from && seconds <= to)?.[2]
  if (named !== undefined) return named
  if (seconds <= 0) return 'Limit'
  if (seconds < HOUR) return `${Math.max(1, Math.round(seconds / 60))}-minute`
  return seconds < 2 * DAY ? `${Math.round(seconds / HOUR)}-hour` : `${Math.round(seconds / DAY)}-day`
}

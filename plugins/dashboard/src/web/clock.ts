import {signal} from '@preact/signals'

/** Milliseconds, once a second. Read it only in leaves that show a time, or whole rows are drawn each second. */
export const now = signal(Date.now())
setInterval(() => {
  now.value = Date.now()
}, 1000)

const DAY = 86_400
const UNITS = [
  ['d', DAY],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const

/** `2d 6h`, `4h 12min`, `36s`: the two largest units that are not zero. */
export function duration(milliseconds: number): string {
  let rest = Math.max(0, Math.round(milliseconds / 1000))
  const first = UNITS.findIndex(([, size]) => rest >= size)
  if (first === -1) return '0s'
  return UNITS.slice(first, first + 2)
    .map(([unit, size]) => {
      const count = Math.floor(rest / size)
      rest -= count * size
      return count === 0 ? '' : `${count}${unit}`
    })
    .filter((part) => part !== '')
    .join(' ')
}

const short = new Intl.DateTimeFormat(undefined, {weekday: 'short', hour: '2-digit', minute: '2-digit'})
const dated = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeStyle: 'short'})
const long = new Intl.DateTimeFormat(undefined, {dateStyle: 'full', timeStyle: 'long'})
const clock = new Intl.DateTimeFormat(undefined, {hour: '2-digit', minute: '2-digit', second: '2-digit'})

/** The week day alone means the next one of that name; a time that is over, or further off, is told by its date. */
export const shortTime = (at: string) => {
  const ahead = Date.parse(at) - Date.now()
  return (ahead < 0 || ahead > 7 * DAY * 1000 ? dated : short).format(new Date(at))
}
export const fullTime = (at: string) => long.format(new Date(at))
export const clockTime = (at: string) => clock.format(new Date(at))

/** The day only where it is another one. */
export const logTime = (at: string) => {
  const date = new Date(at)
  const isToday = date.toDateString() === new Date().toDateString()
  return isToday ? clock.format(date) : date.toLocaleString(undefined, {dateStyle: 'short', timeStyle: 'medium'})
}
export const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone

import {duration, fullTime, now, shortTime} from '../clock.js'

/** `resets in 2d 6h · Tue 18:36`: only this text is drawn each second. */
export function ResetTime({at}: {readonly at: string | null}) {
  if (at === null) return <span class="dim">reset time unknown</span>
  const left = Date.parse(at) - now.value
  return (
    <time dateTime={at} title={fullTime(at)}>
      {left <= 0 ? 'resetting now' : `resets in ${duration(left)}`} · {shortTime(at)}
    </time>
  )
}

export function Ago({at}: {readonly at: string | null}) {
  if (at === null) return <span class="dim">never</span>
  return (
    <time dateTime={at} title={fullTime(at)}>
      {duration(now.value - Date.parse(at))} ago
    </time>
  )
}

export function Until({at}: {readonly at: string | null}) {
  if (at === null) return null
  return (
    <time dateTime={at} title={fullTime(at)}>
      {shortTime(at)}
    </time>
  )
}

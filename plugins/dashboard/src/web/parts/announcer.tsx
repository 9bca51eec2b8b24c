import {signal} from '@preact/signals'

const message = signal('')

/** Says what happened to whoever does not see the page change. Countdowns are never said. */
export function announce(text: string): void {
  message.value = text
}

export function Announcer() {
  return (
    <p class="vh" role="status">
      {message.value}
    </p>
  )
}

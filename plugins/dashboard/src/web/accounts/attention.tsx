import type {Attention} from 'ccs/plugin'
import {Command} from '../parts/command.js'

export function NeedsAttention({items}: {readonly items: readonly Attention[]}) {
  if (items.length === 0) return null
  return (
    <section class="attention" aria-labelledby="attention">
      <h2 id="attention">Needs attention</h2>
      <ul>
        {items.map(({code, accountId, text, command}) => (
          <li key={`${code} ${accountId}`}>
            <bdi>{text}</bdi>
            {command !== null && <Command text={command} />}
          </li>
        ))}
      </ul>
    </section>
  )
}

import type {RequestView} from 'ccs/plugin'
import {logTime} from '../clock.js'

/** One line for each request; what was asked, sent and counted behind it. */
export function RequestList({items}: {readonly items: readonly RequestView[]}) {
  if (items.length === 0) return <p class="dim">None yet.</p>
  return (
    <ul class="requests" tabIndex={0} aria-labelledby="requests">
      {items.map((request) => (
        <li key={request.id}>
          <details>
            <summary>
              <Summary request={request} />
            </summary>
            <RequestFacts request={request} />
          </details>
        </li>
      ))}
    </ul>
  )
}

function Summary({request}: {readonly request: RequestView}) {
  const {at, status, asked, sent, account, milliseconds} = request
  return (
    <>
      <time dateTime={at}>{logTime(at)}</time>{' '}
      <strong class={status >= 400 || request.error !== null ? 'fault' : undefined}>{status}</strong> {asked}
      {sent === null || sent === asked ? '' : ` → ${sent}`} · <bdi>{account ?? 'no account'}</bdi> · {milliseconds} ms
    </>
  )
}

function RequestFacts({request}: {readonly request: RequestView}) {
  const facts: readonly (readonly [string, string | number | null])[] = [
    ['Model asked', request.asked],
    ['Model sent', request.sent],
    ['Effort', request.effort === null ? null : `${request.effort} (from ${request.effortSource ?? 'unknown'})`],
    ['Service tier', request.tier],
    ['Fallback', request.fallback],
    ['Error', request.error],
    ['Retries', request.retries],
    ['First byte', request.firstByteMilliseconds === null ? null : `${request.firstByteMilliseconds} ms`],
    [
      'Tokens',
      `${request.input} in (${request.cached} cached), ${request.output} out (${request.reasoning} reasoning)`,
    ],
  ]
  return (
    <dl>
      {facts
        .filter(([, value]) => value !== null)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}

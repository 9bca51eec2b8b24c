import type {LogView, Page, RequestView} from 'ccs/plugin'
import {useId, useState} from 'preact/hooks'
import {clockTime} from '../clock.js'
import {Command} from '../parts/command.js'
import {useResource} from '../resource.js'

const LEVELS = ['', 'debug', 'info', 'warn', 'error']

export function LogsPage(_: {readonly detail: string | undefined}) {
  const [paused, setPaused] = useState(false)
  const [filter, setFilter] = useState({level: '', q: '', account: '', model: ''})
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== '')).toString()
  const topics = paused ? [] : ['request', 'log']
  const requests = useResource<Page<RequestView>>(`/api/requests?${query}`, topics)
  const logs = useResource<Page<LogView>>(`/api/logs?${query}`, topics)
  return (
    <>
      <div class="page-head">
        <h1>Logs</h1>
        <button type="button" aria-pressed={paused} onClick={() => setPaused(!paused)}>
          {paused ? 'Go on' : 'Pause'}
        </button>
      </div>
      <Filters filter={filter} setFilter={setFilter} />
      <Requests items={requests.data?.items ?? []} />
      <section aria-labelledby="lines">
        <h2 id="lines">Lines</h2>
        <ol class="log" tabIndex={0} aria-labelledby="lines">
          {(logs.data?.items ?? []).map(({at, level, text}, index) => (
            <li key={`${at} ${index}`} class={`log-${level}`}>
              <time dateTime={at}>{clockTime(at)}</time> <span class="badge">{level}</span> {text}
            </li>
          ))}
        </ol>
      </section>
      <Command text="ccs cliproxy logs" />
    </>
  )
}

interface Filter {
  readonly level: string
  readonly q: string
  readonly account: string
  readonly model: string
}

function Filters({filter, setFilter}: {readonly filter: Filter; readonly setFilter: (filter: Filter) => void}) {
  const ids = {level: useId(), account: useId(), model: useId(), q: useId()}
  const text = (name: 'account' | 'model' | 'q', label: string) => (
    <>
      <label for={ids[name]}>{label}</label>
      <input
        id={ids[name]}
        class="small"
        value={filter[name]}
        onInput={(event) => setFilter({...filter, [name]: event.currentTarget.value})}
      />
    </>
  )
  return (
    <div class="filters">
      <label for={ids.level}>Level</label>
      <select
        id={ids.level}
        value={filter.level}
        onChange={(event) => setFilter({...filter, level: event.currentTarget.value})}
      >
        {LEVELS.map((level) => (
          <option key={level} value={level}>
            {level === '' ? 'all' : level}
          </option>
        ))}
      </select>
      {text('account', 'Account')}
      {text('model', 'Model')}
      {text('q', 'Text')}
    </div>
  )
}

function Requests({items}: {readonly items: readonly RequestView[]}) {
  return (
    <section aria-labelledby="requests">
      <h2 id="requests">Requests</h2>
      {items.length === 0 && <p class="dim">None yet.</p>}
      <ul class="requests">
        {items.map((request) => (
          <li key={request.id}>
            <details>
              <summary>
                <time dateTime={request.at}>{clockTime(request.at)}</time> <strong>{request.status}</strong>{' '}
                {request.asked}
                {request.sent === null || request.sent === request.asked ? '' : ` → ${request.sent}`} ·{' '}
                <bdi>{request.account ?? 'no account'}</bdi> · {request.milliseconds} ms
              </summary>
              <RequestFacts request={request} />
            </details>
          </li>
        ))}
      </ul>
    </section>
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

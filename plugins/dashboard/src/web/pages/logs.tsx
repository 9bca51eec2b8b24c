import type {LogView, Page, RequestView} from 'ccs/plugin'
import {useEffect, useId, useState} from 'preact/hooks'
import {logTime} from '../clock.js'
import {pause, paused} from '../live.js'
import {RequestList} from '../logs/request-list.js'
import {Command} from '../parts/command.js'
import {attempt} from '../parts/problem.js'
import {useResource} from '../resource.js'
import {call} from '../session.js'

const LEVELS = ['', 'debug', 'info', 'warn']

export function LogsPage(_: {readonly detail: string | undefined}) {
  const [filter, setFilter] = useState({level: '', q: '', account: '', model: ''})
  useEffect(() => () => pause(false), [])
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== '')).toString()
  const requests = usePages<RequestView>(`/api/requests?${query}`, paused.value ? [] : ['request'])
  const lines = usePages<LogView>(`/api/logs?${query}`, paused.value ? [] : ['log'])
  const fault = requests.fault ?? lines.fault
  return (
    <>
      <div class="page-head">
        <h1>Logs</h1>
        <button type="button" aria-pressed={paused.value} onClick={() => pause(!paused.value)}>
          Pause
        </button>
      </div>
      <Filters filter={filter} setFilter={setFilter} />
      {fault !== undefined && <p class="problem">{fault.message}</p>}
      <section aria-labelledby="requests">
        <h2 id="requests">Requests</h2>
        <RequestList items={requests.items} />
        <Older pages={requests} what="requests" />
      </section>
      <section aria-labelledby="lines">
        <h2 id="lines">Lines</h2>
        {lines.items.length === 0 && <p class="dim">None yet.</p>}
        <ol class="log" tabIndex={0} aria-labelledby="lines">
          {lines.items.map(({at, level, text}, index) => (
            <li key={`${at} ${index}`} class={`log-${level}`}>
              <time dateTime={at}>{logTime(at)}</time> <span class="badge">{level}</span> {text}
            </li>
          ))}
        </ol>
        <Older pages={lines} what="lines" />
      </section>
      <Command text={`ccs cliproxy logs${filter.level === '' ? '' : ` --level ${filter.level}`}`} />
    </>
  )
}

interface Pages<T> {
  readonly items: readonly T[]
  /** Why there is nothing to show. */
  readonly fault: Error | undefined
  /** There when there is more. */
  readonly older: (() => void) | undefined
  /** There when older ones are shown, which are not kept up to date. */
  readonly newest: (() => void) | undefined
}

/** The newest page, kept up to date; whoever looks further back holds what is there. */
function usePages<T>(path: string, topics: readonly string[]): Pages<T> {
  const {data, error} = useResource<Page<T>>(path, topics)
  const [held, setHeld] = useState<Page<T>>()
  useEffect(() => setHeld(undefined), [path])
  const {items, cursor} = held ?? data ?? {items: [], cursor: null}
  const older = () =>
    void attempt(async () => {
      const {body} = await call<Page<T>>('GET', `${path}&cursor=${cursor}`)
      setHeld({items: [...items, ...body.items], cursor: body.cursor})
    })
  return {
    items,
    fault: data === undefined ? error : undefined,
    older: cursor === null ? undefined : older,
    newest: held === undefined ? undefined : () => setHeld(undefined),
  }
}

function Older({pages: {older, newest}, what}: {readonly pages: Pages<unknown>; readonly what: string}) {
  if (older === undefined && newest === undefined) return null
  return (
    <p class="filters">
      {older !== undefined && (
        <button type="button" onClick={older}>
          Older {what}
        </button>
      )}
      {newest !== undefined && (
        <button type="button" onClick={newest}>
          Newest {what} only
        </button>
      )}
    </p>
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
    <span class="field">
      <label for={ids[name]}>{label}</label>
      <input
        id={ids[name]}
        class="small"
        value={filter[name]}
        onInput={(event) => setFilter({...filter, [name]: event.currentTarget.value})}
      />
    </span>
  )
  return (
    <div class="filters">
      <span class="field">
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
      </span>
      {text('account', 'Account')}
      {text('model', 'Model')}
      {text('q', 'Text')}
    </div>
  )
}

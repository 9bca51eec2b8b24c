import type {DoctorView} from 'ccs/plugin'
import {Command} from '../parts/command.js'
import {attempt} from '../parts/problem.js'
import {useResource} from '../resource.js'
import {call} from '../session.js'

const WORDS: Readonly<Record<string, string>> = {ok: 'OK', warn: 'Warning', fail: 'Failed'}

export function DoctorTab() {
  const {data, error, reload} = useResource<DoctorView>('/api/doctor', ['codex', 'settings'])
  if (data === undefined) return <p>{error === undefined ? 'Looking…' : error.message}</p>
  const fix = (code: string) =>
    void attempt(async () => {
      await call('POST', `/api/doctor/${encodeURIComponent(code)}/fix`, {})
      await reload()
    }, 'Done.')
  return (
    <section aria-labelledby="doctor">
      <h2 id="doctor">{data.ok ? 'Everything is in order' : 'Something needs you'}</h2>
      <ul class="checks">
        {data.checks.map(({code, status, message, command, fixable}) => (
          <li key={`${code} ${message}`} class={`filters check-${status}`}>
            <span class="badge">{WORDS[status]}</span>
            <span>{message}</span>
            {command !== null && <Command text={command} />}
            {fixable && (
              <button type="button" onClick={() => fix(code)}>
                Fix
              </button>
            )}
          </li>
        ))}
      </ul>
      <p>
        <Command text="ccs doctor" />
      </p>
    </section>
  )
}

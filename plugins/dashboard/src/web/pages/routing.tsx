import type {RoutingView} from 'ccs/plugin'
import {useId} from 'preact/hooks'
import {Command} from '../parts/command.js'
import {attempt} from '../parts/problem.js'
import {Until} from '../parts/times.js'
import {useResource} from '../resource.js'
import {call} from '../session.js'

export function RoutingPage(_: {readonly detail: string | undefined}) {
  const {data, error, reload} = useResource<RoutingView>('/api/routing', ['routing', 'codex', 'quota'])
  if (data === undefined) return <p>{error === undefined ? 'Loading…' : error.message}</p>
  const change = (body: unknown, done: string) =>
    void attempt(async () => {
      await call('PUT', '/api/routing', body)
      await reload()
    }, done)
  return (
    <>
      <h1>Routing</h1>
      <Strategies routing={data} change={change} />
      <Affinity routing={data} change={change} />
      <Accounts routing={data} reload={reload} />
      <section aria-labelledby="next">
        <h2 id="next">Next new sessions</h2>
        {data.next.length === 0 ? (
          <p class="dim">No account can serve now.</p>
        ) : (
          <ol class="next">
            {data.next.map((nickname, index) => (
              <li key={`${index} ${nickname}`}>
                <bdi>{nickname}</bdi>
              </li>
            ))}
          </ol>
        )}
      </section>
      <Command text={`ccs cliproxy routing set ${data.strategy}`} />
    </>
  )
}

interface PartProps {
  readonly routing: RoutingView
  readonly change: (body: unknown, done: string) => void
}

function Strategies({routing, change}: PartProps) {
  return (
    <fieldset class="choices">
      <legend>Which account gets a new session</legend>
      {routing.strategies.map(({id, text}) => (
        <label key={id}>
          <input
            type="radio"
            name="strategy"
            checked={id === routing.strategy}
            onChange={() => change({strategy: id}, `Strategy is ${id}.`)}
          />
          <strong>{id}</strong> <span>{text}</span>
        </label>
      ))}
    </fieldset>
  )
}

function Affinity({routing, change}: PartProps) {
  const field = useId()
  const {enabled, ttl} = routing.affinity
  return (
    <section aria-labelledby="affinity">
      <h2 id="affinity">Session affinity</h2>
      <label class="switch">
        <input
          type="checkbox"
          checked={enabled}
          onChange={() => change({affinity: {enabled: !enabled}}, `Affinity is ${enabled ? 'off' : 'on'}.`)}
        />
        A session stays on its account; its prompt cache and sealed reasoning live there
      </label>
      <label for={field}>Forgotten after</label>
      <input
        id={field}
        class="small"
        value={ttl}
        onChange={(event) => change({affinity: {ttl: event.currentTarget.value}}, 'Saved.')}
      />
    </section>
  )
}

function Accounts({routing, reload}: {readonly routing: RoutingView; readonly reload: () => Promise<void>}) {
  const clear = (accountId: string) =>
    void attempt(async () => {
      await call('POST', '/api/routing/cooldown/clear', {accountId})
      await reload()
    }, 'Cooldown cleared.')
  return (
    <section aria-labelledby="pool">
      <h2 id="pool">Accounts</h2>
      <div class="scroll" tabIndex={0} role="region" aria-label="Accounts and their sessions">
        <table>
          <thead>
            <tr>
              <th scope="col">Account</th>
              <th scope="col">Sessions</th>
              <th scope="col">State</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {routing.accounts.map(({id, nickname, sessions, paused, state}) => (
              <tr key={id}>
                <th scope="row">
                  <bdi>{nickname}</bdi>
                </th>
                <td>{sessions}</td>
                <td>
                  {paused ? 'paused' : state.code.replace('_', ' ')}{' '}
                  {state.until !== null && <Until at={state.until} />}
                </td>
                <td>
                  {state.message ?? ''}
                  {state.code === 'cooling' && (
                    <button type="button" onClick={() => clear(id)}>
                      Clear cooldown
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

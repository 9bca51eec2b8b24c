import type {RoutingView} from 'ccs/plugin'
import {useId} from 'preact/hooks'
import {Command} from '../parts/command.js'
import {attempt} from '../parts/problem.js'
import {useKeptValue} from '../parts/use-kept-value.js'
import {Waiting} from '../parts/waiting.js'
import {useResource} from '../resource.js'
import {AccountOrder} from '../routing/account-order.js'
import {call} from '../session.js'

export function RoutingPage(_: {readonly detail: string | undefined}) {
  const {data, error, reload} = useResource<RoutingView>('/api/routing', ['routing', 'codex', 'quota'])
  if (data === undefined) return <Waiting title="Routing" error={error} />
  const change = (body: unknown, done: string) =>
    void attempt(async () => {
      // Refused or not, the controls then say what holds.
      await call('PUT', '/api/routing', body).finally(reload)
    }, done)
  return (
    <>
      <h1>Routing</h1>
      <Strategies routing={data} change={change} />
      <Affinity routing={data} change={change} />
      <AccountOrder routing={data} change={change} reload={reload} />
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
    </>
  )
}

interface RoutingProps {
  readonly routing: RoutingView
  readonly change: (body: unknown, done: string) => void
}

function Strategies({routing, change}: RoutingProps) {
  return (
    <section>
      <fieldset class="choices">
        <legend>Which account gets a new session</legend>
        {routing.strategies.map(({id, text}) => (
          <label key={id} class="switch">
            <input
              type="radio"
              name="strategy"
              checked={id === routing.strategy}
              onChange={() => change({strategy: id}, `Strategy is ${id}.`)}
            />
            <span>
              <strong>{id}</strong> {text}
            </span>
          </label>
        ))}
      </fieldset>
      <Command text={`ccs cliproxy routing set ${routing.strategy}`} />
    </section>
  )
}

function Affinity({routing, change}: RoutingProps) {
  const field = useId()
  const {enabled, ttl} = routing.affinity
  const kept = useKeptValue(ttl)
  return (
    <section aria-labelledby="affinity">
      <h2 id="affinity">Session affinity</h2>
      <div class="filters">
        <label class="switch">
          <input
            type="checkbox"
            checked={enabled}
            onChange={() => change({affinity: {enabled: !enabled}}, `Affinity is ${enabled ? 'off' : 'on'}.`)}
          />
          A session stays on its account; its prompt cache and sealed reasoning live there
        </label>
        <span class="field">
          <label for={field}>Forgotten after</label>
          <input
            ref={kept}
            id={field}
            class="small"
            onChange={(event) => change({affinity: {ttl: event.currentTarget.value}}, 'Saved.')}
          />
        </span>
      </div>
      <Command text={`ccs cliproxy routing affinity ${enabled ? `on --ttl ${ttl}` : 'off'}`} />
    </section>
  )
}

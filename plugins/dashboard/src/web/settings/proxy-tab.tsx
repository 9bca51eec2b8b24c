import type {ProxyView} from 'ccs/plugin'
import {Command} from '../parts/command.js'
import {attempt} from '../parts/problem.js'
import {SteadyButton} from '../parts/steady-button.js'
import {Ago} from '../parts/times.js'
import {Waiting} from '../parts/waiting.js'
import {useResource} from '../resource.js'
import {call} from '../session.js'

export function ProxyTab() {
  const {data, error, reload} = useResource<ProxyView>('/api/proxy', ['proxy'])
  if (data === undefined) return <Waiting error={error} />
  const control = (action: string, done: string) =>
    void attempt(async () => {
      await call('POST', `/api/proxy/${action}`, {})
      await reload()
    }, done)
  return (
    <section aria-labelledby="proxy">
      <h2 id="proxy">Proxy</h2>
      <dl>
        <dt>State</dt>
        <dd>{stateOf(data)}</dd>
        <dt>Address</dt>
        <dd>{data.url ?? 'none'}</dd>
        <dt>Engine</dt>
        <dd>{data.engine}</dd>
        <dt>Sessions</dt>
        <dd>{data.sessions}</dd>
        <dt>Started</dt>
        <dd>
          <Ago at={data.startedAt} />
        </dd>
      </dl>
      <div class="filters">
        <SteadyButton idle={data.running} onClick={() => control('start', 'The proxy runs.')}>
          Start
        </SteadyButton>
        <SteadyButton idle={!data.running} onClick={() => control('restart', 'The proxy was restarted.')}>
          Restart
        </SteadyButton>
        <SteadyButton class="danger" idle={!data.running} onClick={() => control('stop', 'The proxy was stopped.')}>
          Stop
        </SteadyButton>
      </div>
      <p class="filters">
        {['start', 'restart', 'stop'].map((action) => (
          <Command key={action} text={`ccs cliproxy ${action}`} />
        ))}
      </p>
    </section>
  )
}

function stateOf({running, pid, port}: ProxyView): string {
  if (running) return `running, process ${pid ?? 'unknown'}`
  return pid === null ? 'stopped' : `does not answer, process ${pid} on port ${port}`
}

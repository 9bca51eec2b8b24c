import type {RoutingView} from 'ccs/plugin'
import {asArgument} from '../parts/as-argument.js'
import {Command} from '../parts/command.js'
import {attempt} from '../parts/problem.js'
import {SteadyButton} from '../parts/steady-button.js'
import {Until} from '../parts/times.js'
import {call} from '../session.js'

interface Props {
  readonly routing: RoutingView
  readonly change: (body: unknown, done: string) => void
  readonly reload: () => Promise<void>
}

type Row = RoutingView['accounts'][number]

/** Who serves, in which order, and why somebody does not. */
export function AccountOrder({routing, change, reload}: Props) {
  const {accounts} = routing
  const clear = (accountId: string) =>
    void attempt(async () => {
      await call('POST', '/api/routing/cooldown/clear', {accountId})
      await reload()
    }, 'Cooldown cleared.')
  const move = (from: number, to: number) => {
    const ids = accounts.map(({id}) => id)
    ids.splice(to, 0, ...ids.splice(from, 1))
    change({order: ids}, `${accounts[from]?.nickname} is number ${to + 1}.`)
  }
  const names = accounts.map(({nickname}) => asArgument(nickname))
  return (
    <section aria-labelledby="pool">
      <h2 id="pool">Accounts</h2>
      <p class="dim">fill-first goes through them in this order, round-robin in turn.</p>
      <div class="scroll" tabIndex={0} role="region" aria-label="Accounts and their sessions">
        <table>
          <thead>
            <tr>
              {['Account', 'Order', 'Sessions', 'State', 'Why'].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {accounts.map((account, index) => (
              <tr key={account.id}>
                <th scope="row">
                  <bdi>{account.nickname}</bdi>
                </th>
                <td>
                  <Moves nickname={account.nickname} index={index} count={accounts.length} move={move} />
                </td>
                <td>{account.sessions}</td>
                <td>
                  <State account={account} />
                </td>
                <td>
                  <bdi>{account.state.message}</bdi>{' '}
                  {account.state.code === 'cooling' && (
                    <button type="button" onClick={() => clear(account.id)}>
                      Clear cooldown
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {names.length > 1 && <Command text={`ccs cliproxy routing order ${names.join(' ')}`} />}
    </section>
  )
}

function State({account: {paused, state}}: {readonly account: Row}) {
  return (
    <>
      {paused ? 'paused' : state.code.replaceAll('_', ' ')}
      {!paused && state.until !== null && (
        <>
          {' until '}
          <Until at={state.until} />
        </>
      )}
    </>
  )
}

interface MovesProps {
  readonly nickname: string
  readonly index: number
  readonly count: number
  readonly move: (from: number, to: number) => void
}

function Moves({nickname, index, count, move}: MovesProps) {
  return (
    <span class="moves">
      <SteadyButton label={`Move ${nickname} up`} idle={index === 0} onClick={() => move(index, index - 1)}>
        ↑
      </SteadyButton>
      <SteadyButton label={`Move ${nickname} down`} idle={index === count - 1} onClick={() => move(index, index + 1)}>
        ↓
      </SteadyButton>
    </span>
  )
}

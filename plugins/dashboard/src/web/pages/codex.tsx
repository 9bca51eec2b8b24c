import type {Bootstrap, Overview} from 'ccs/plugin'
import {useState} from 'preact/hooks'
import {AccountRow} from '../accounts/account-row.js'
import {NeedsAttention} from '../accounts/attention.js'
import {AddAccount} from '../accounts/login-dialog.js'
import {WeeklySchedule} from '../accounts/weekly-schedule.js'
import {clockTime, duration, now} from '../clock.js'
import {Command} from '../parts/command.js'
import {attempt} from '../parts/problem.js'
import {Waiting} from '../parts/waiting.js'
import {useResource} from '../resource.js'
import {call} from '../session.js'

/** Every account's windows at a glance, first thing on the page. */
export function CodexPage({detail}: {readonly detail: string | undefined}) {
  const provider = detail ?? 'codex'
  const {data, error} = useResource<Overview>(`/api/providers/${provider}`, ['codex', 'quota', 'routing', 'proxy'])
  const {data: bootstrap} = useResource<Bootstrap>('/api/bootstrap', [])
  const title = bootstrap?.providers.find(({id}) => id === provider)?.title ?? 'Accounts'
  if (data === undefined) return <Waiting title={title} error={error} />
  return (
    <>
      <PageHead overview={data} />
      <OtherProviders bootstrap={bootstrap} provider={provider} />
      <NeedsAttention items={data.attention} />
      {data.accounts.length === 0 ? (
        <p class="empty">
          No account is signed in yet. <Command text={`ccs ${provider} --auth`} />
        </p>
      ) : (
        <ul class="accounts" aria-label="Accounts">
          {data.accounts.map((account) => (
            <AccountRow
              key={account.id}
              account={account}
              others={data.accounts.filter((one) => one !== account)}
              provider={provider}
              needsSignIn={data.attention.some(({code, accountId}) => code === 'reauth' && accountId === account.id)}
            />
          ))}
        </ul>
      )}
      {data.accounts.length > 0 && <WeeklySchedule accounts={data.accounts} />}
      <p>
        The same in a terminal: <Command text={`ccs cliproxy quota --provider ${provider}`} />
      </p>
    </>
  )
}

function PageHead({overview}: {readonly overview: Overview}) {
  const [adding, setAdding] = useState(false)
  const refresh = () =>
    attempt(() => call('POST', `/api/${overview.provider}/quota/refresh`, {}), 'Quota is being read.')
  return (
    <div class="page-head">
      <h1>{overview.title}</h1>
      <AsOf at={overview.asOf} cachedUntil={overview.cachedUntil} />
      <span class="actions">
        <button type="button" onClick={() => void refresh()}>
          Refresh
        </button>
        <button type="button" class="primary" onClick={() => setAdding(true)}>
          Add account
        </button>
      </span>
      {adding && <AddAccount provider={overview.provider} account={undefined} onClose={() => setAdding(false)} />}
    </div>
  )
}

function AsOf({at, cachedUntil}: {readonly at: string | null; readonly cachedUntil: string | null}) {
  if (at === null) return <span class="dim">Quota not read yet</span>
  const kept = cachedUntil === null ? '' : ', kept for 2 minutes'
  return (
    <span class="dim">
      Quota as of {clockTime(at)} (cached {duration(now.value - Date.parse(at))} ago{kept})
    </span>
  )
}

/** Providers of installed plugins get the same page. */
function OtherProviders({bootstrap, provider}: {readonly bootstrap: Bootstrap | undefined; readonly provider: string}) {
  if (bootstrap === undefined || bootstrap.providers.length < 2) return null
  return (
    <nav aria-label="Providers">
      <ul class="tabs">
        {bootstrap.providers.map(({id, title}) => (
          <li key={id}>
            <a href={`#/codex/${encodeURIComponent(id)}`} aria-current={id === provider ? 'page' : undefined}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

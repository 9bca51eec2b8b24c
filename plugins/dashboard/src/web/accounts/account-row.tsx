import type {AccountView, Bootstrap, NamedWindow} from 'ccs/plugin'
import {useState} from 'preact/hooks'
import {Ask} from '../parts/dialog.js'
import {Menu, type MenuItem} from '../parts/menu.js'
import {Meter} from '../parts/meter.js'
import {attempt} from '../parts/problem.js'
import {Until} from '../parts/times.js'
import {useResource} from '../resource.js'
import {call} from '../session.js'
import {AccountDetails} from './account-details.js'
import {AddAccount} from './login-dialog.js'

/** Said instead of the code; every state has its word, colour is only an addition. */
const STATES: Readonly<Record<string, string>> = {
  ready: 'Ready',
  cooling: 'Cooling down',
  needs_reauth: 'Sign in again',
  revoked: 'Sign in again',
  deactivated: 'Workspace deactivated',
  region_blocked: 'Region blocked',
  network_blocked: 'Network blocked',
  unknown: 'Unknown',
}

const NEEDS_SIGN_IN = new Set(['needs_reauth', 'revoked'])

type Asking = 'rename' | 'remove' | 'reauthenticate'

interface RowProps {
  readonly account: AccountView
  readonly provider: string
}

export function AccountRow({account, provider}: RowProps) {
  const [asking, setAsking] = useState<Asking>()
  const close = () => setAsking(undefined)
  return (
    <li class="account">
      <div class="identity">
        <h2>
          <bdi>{account.nickname}</bdi>
        </h2>
        <bdi class="email">{account.email}</bdi>
        <Badges account={account} />
        {NEEDS_SIGN_IN.has(account.state.code) && (
          <button type="button" class="primary" onClick={() => setAsking('reauthenticate')}>
            Reauthenticate
          </button>
        )}
      </div>
      <div class="meters">
        {account.windows.map((window) => (
          <Meter key={window.label} window={window} owner={account.nickname} />
        ))}
        {account.windows.length === 0 && <p class="dim">{account.error ?? 'Quota unknown'}</p>}
      </div>
      <Menu label={`Actions for ${account.nickname}`} items={actionsOf(account, provider, setAsking)} />
      <AccountDetails account={account} />
      <Questions account={account} provider={provider} asking={asking} close={close} />
    </li>
  )
}

function Badges({account}: {readonly account: AccountView}) {
  const {state} = account
  const limit = account.windows.find(({usedPercent}) => usedPercent !== null && usedPercent >= 100)
  const word = state.code === 'cooling' && limit !== undefined ? 'Limit reached' : (STATES[state.code] ?? state.code)
  return (
    <p class="badges">
      {account.plan !== null && <span class="badge">{account.plan}</span>}
      {account.isDefault && <span class="badge badge-strong">Default</span>}
      {account.paused ? (
        <span class="badge">Paused</span>
      ) : (
        <span class={`badge state-${state.code}`} title={state.message ?? undefined}>
          {word}
          {state.until !== null && (
            <>
              {' until '}
              <Until at={state.until} />
            </>
          )}
        </span>
      )}
    </p>
  )
}

function actionsOf(account: AccountView, provider: string, ask: (asking: Asking) => void): readonly MenuItem[] {
  const base = `/api/${provider}/accounts/${encodeURIComponent(account.id)}`
  const post = (verb: string, done: string) => () => void attempt(() => call('POST', `${base}/${verb}`, {}), done)
  const command = `ccs ${provider} --use ${account.nickname}`
  return [
    {label: 'Make default', run: post('default', `${account.nickname} is the default.`)},
    {label: 'Rename…', run: () => ask('rename')},
    {label: 'Reauthenticate…', run: () => ask('reauthenticate')},
    account.paused
      ? {label: 'Resume', run: post('resume', `${account.nickname} is used again.`)}
      : {label: 'Pause', run: post('pause', `${account.nickname} is paused.`)},
    {
      label: 'Refresh quota',
      run: () =>
        void attempt(() => call('POST', `/api/${provider}/quota/refresh`, {ids: [account.id]}), 'Quota is being read.'),
    },
    {label: `Copy ${command}`, run: () => void attempt(() => navigator.clipboard.writeText(command), 'Copied.')},
    {label: 'Remove…', run: () => ask('remove'), danger: true},
  ]
}

interface QuestionsProps extends RowProps {
  readonly asking: Asking | undefined
  readonly close: () => void
}

function Questions({account, provider, asking, close}: QuestionsProps) {
  const {data: bootstrap} = useResource<Bootstrap>('/api/bootstrap', [])
  const base = `/api/${provider}/accounts/${encodeURIComponent(account.id)}`
  const send = async (action: () => Promise<unknown>, done: string) => {
    close()
    await attempt(action, done)
  }
  if (asking === 'rename') {
    const rename = (nickname: string) => void send(() => call('PATCH', base, {nickname}), `Renamed to ${nickname}.`)
    return (
      <Ask
        title={`Rename ${account.nickname}`}
        label="Nickname"
        initial={account.nickname}
        action="Rename"
        onAnswer={rename}
        onClose={close}
      />
    )
  }
  if (asking === 'remove') {
    const remove = (confirm: string) =>
      void send(() => call('DELETE', base, {confirm}), `${account.nickname} was removed.`)
    return (
      <Ask
        title={`Remove ${account.nickname}`}
        label={`Type ${account.nickname} to remove it`}
        action="Remove"
        danger
        onAnswer={remove}
        onClose={close}
      >
        <p>Its tokens are deleted from this machine.</p>
      </Ask>
    )
  }
  if (asking === 'reauthenticate' && bootstrap !== undefined) {
    return <AddAccount provider={provider} bootstrap={bootstrap} accountId={account.id} onClose={close} />
  }
  return null
}

/** The core windows of an account, longest last. */
export function byLength(windows: readonly NamedWindow[]): readonly NamedWindow[] {
  return [...windows].sort((a, b) => a.seconds - b.seconds)
}

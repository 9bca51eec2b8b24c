import type {AccountView} from 'ccs/plugin'
import {useState} from 'preact/hooks'
import {asArgument} from '../parts/as-argument.js'
import {Menu, type MenuItem} from '../parts/menu.js'
import {Meter} from '../parts/meter.js'
import {attempt} from '../parts/problem.js'
import {Until} from '../parts/times.js'
import {call} from '../session.js'
import {AccountDetails} from './account-details.js'
import {AccountQuestion} from './account-question.js'

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

type Asking = 'rename' | 'remove' | 'reauthenticate'

export interface RowProps {
  readonly account: AccountView
  /** The other accounts of the provider. */
  readonly others: readonly AccountView[]
  readonly provider: string
  /** Its tokens are worth nothing any more, whatever its state says so far. */
  readonly needsSignIn: boolean
}

export function AccountRow(props: RowProps) {
  const {account, needsSignIn} = props
  const [asking, setAsking] = useState<Asking>()
  return (
    <li class="account">
      <div class="identity">
        <h2>
          <bdi>{account.nickname}</bdi>
        </h2>
        <bdi class="email">{account.email}</bdi>
        {account.workspaceTail !== null && <span class="email"> workspace …{account.workspaceTail}</span>}
        <Badges account={account} needsSignIn={needsSignIn} />
        {needsSignIn && (
          <button type="button" class="primary" onClick={() => setAsking('reauthenticate')}>
            Reauthenticate
          </button>
        )}
      </div>
      <div class="meters">
        {account.windows.map((window) => (
          <Meter key={window.label} window={window} owner={account.nickname} />
        ))}
        {account.windows.length === 0 && <p class="dim">{account.error ?? 'Quota not known yet'}</p>}
      </div>
      <Menu label={`Actions for ${account.nickname}`} items={actionsOf(props, setAsking)} />
      <AccountDetails account={account} />
      <AccountQuestion {...props} asking={asking} close={() => setAsking(undefined)} />
    </li>
  )
}

function Badges({account, needsSignIn}: Pick<RowProps, 'account' | 'needsSignIn'>) {
  const {state, plan, isDefault, paused} = account
  const {code, word, until} = standingOf(account, needsSignIn)
  return (
    <p class="badges">
      {plan !== null && <span class="badge">{plan}</span>}
      {isDefault && <span class="badge badge-strong">Default</span>}
      {paused ? (
        <span class="badge">Paused</span>
      ) : (
        <span class={`badge state-${code}`} title={state.message ?? undefined}>
          {word}
          {until !== null && (
            <>
              {' until '}
              <Until at={until} />
            </>
          )}
        </span>
      )}
    </p>
  )
}

/** A full window counts, also before a request has run into it. */
function standingOf({state, windows}: AccountView, needsSignIn: boolean) {
  if (needsSignIn) return {code: 'needs_reauth', word: STATES.needs_reauth, until: null}
  const full = windows.find(({usedPercent}) => usedPercent !== null && usedPercent >= 100)
  if (full !== undefined && (state.code === 'ready' || state.code === 'cooling'))
    return {code: 'cooling', word: 'Limit reached', until: state.until ?? full.resetAt}
  return {code: state.code, word: STATES[state.code] ?? state.code, until: state.until}
}

function actionsOf({account, others, provider}: RowProps, ask: (asking: Asking) => void): readonly MenuItem[] {
  const {id, nickname, paused} = account
  const post = (one: string, verb: string) =>
    call('POST', `/api/${provider}/accounts/${encodeURIComponent(one)}/${verb}`, {})
  const does = (label: string, action: () => Promise<unknown>, done: string): MenuItem => ({
    label,
    run: () => void attempt(action, done),
  })
  const useOnly = async () => {
    if (paused) await post(id, 'resume')
    for (const other of others) if (!other.paused) await post(other.id, 'pause')
    await post(id, 'default')
  }
  const refresh = () => call('POST', `/api/${provider}/quota/refresh`, {ids: [id]})
  const command = `ccs ${provider} --use ${asArgument(nickname)}`
  return [
    does('Make default', () => post(id, 'default'), `${nickname} is the default.`),
    {label: 'Rename…', run: () => ask('rename')},
    {label: 'Reauthenticate…', run: () => ask('reauthenticate')},
    paused
      ? does('Resume', () => post(id, 'resume'), `${nickname} is used again.`)
      : does('Pause', () => post(id, 'pause'), `${nickname} is paused.`),
    ...(others.length > 0 ? [does('Use only this one', useOnly, `Only ${nickname} is used.`)] : []),
    does('Refresh quota', refresh, 'Quota is being read.'),
    does(`Copy ${command}`, () => navigator.clipboard.writeText(command), 'Copied.'),
    {label: 'Remove…', run: () => ask('remove'), danger: true},
  ]
}

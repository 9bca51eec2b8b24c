import type {AccountView} from 'ccs/plugin'
import {asArgument} from '../parts/as-argument.js'
import {Command} from '../parts/command.js'
import {Ask} from '../parts/dialog.js'
import {attempt} from '../parts/problem.js'
import {call} from '../session.js'
import {AddAccount} from './login-dialog.js'

interface Props {
  readonly account: AccountView
  readonly provider: string
  readonly asking: 'rename' | 'remove' | 'reauthenticate' | undefined
  readonly close: () => void
}

/** What has to be said before an account is changed. */
export function AccountQuestion({account, provider, asking, close}: Props) {
  const {id, nickname} = account
  const path = `/api/${provider}/accounts/${encodeURIComponent(id)}`
  const name = asArgument(nickname)
  const send = async (action: () => Promise<unknown>, done: string) => {
    close()
    await attempt(action, done)
  }
  if (asking === 'reauthenticate') return <AddAccount provider={provider} account={account} onClose={close} />
  if (asking === 'rename')
    return (
      <Ask
        title={`Rename ${nickname}`}
        label="Nickname"
        initial={nickname}
        action="Rename"
        onAnswer={(wanted) => void send(() => call('PATCH', path, {nickname: wanted}), `Renamed to ${wanted}.`)}
        onClose={close}
      >
        <Command text={`ccs cliproxy accounts rename ${name} NAME`} />
      </Ask>
    )
  if (asking === 'remove')
    return (
      <Ask
        title={`Remove ${nickname}`}
        label={`Type ${nickname} to remove it`}
        action="Remove"
        danger
        onAnswer={(confirm) => void send(() => call('DELETE', path, {confirm}), `${nickname} was removed.`)}
        onClose={close}
      >
        <p>Its tokens are deleted from this machine and, where the provider can be reached, revoked there.</p>
        <Command text={`ccs ${provider} --logout --account ${name}`} />
      </Ask>
    )
  return null
}

import type {Bootstrap, LoginMethod, LoginView} from 'ccs/plugin'
import {useEffect, useId, useState} from 'preact/hooks'
import {onChange} from '../live.js'
import {announce} from '../parts/announcer.js'
import {Command} from '../parts/command.js'
import {Dialog} from '../parts/dialog.js'
import {attempt} from '../parts/problem.js'
import {Until} from '../parts/times.js'
import {call} from '../session.js'

interface Props {
  readonly provider: string
  readonly bootstrap: Bootstrap
  /** Set: this account's tokens are renewed in place. */
  readonly accountId: string | undefined
  readonly onClose: () => void
}

const METHODS: Readonly<Record<LoginMethod, string>> = {
  browser: 'In this browser',
  device: 'With a code on another device',
  paste: 'By pasting the address it ends on',
  key: 'With an API key',
}

export function AddAccount({provider, bootstrap, accountId, onClose}: Props) {
  const [login, setLogin] = useState<LoginView>()
  const facts = bootstrap.providers.find(({id}) => id === provider)
  const methods: readonly LoginMethod[] =
    facts?.signIn === 'api-key'
      ? ['key']
      : facts?.device === true
        ? ['browser', 'device', 'paste']
        : ['browser', 'paste']
  useFollow(provider, login, setLogin)
  const start = (method: LoginMethod) =>
    attempt(async () => setLogin((await call<LoginView>('POST', `/api/${provider}/logins`, {method, accountId})).body))
  const close = () => {
    if (login?.state === 'waiting') void attempt(() => call('DELETE', `/api/${provider}/logins/${login.loginId}`))
    onClose()
  }
  return (
    <Dialog title={accountId === undefined ? 'Add account' : 'Reauthenticate'} onClose={close}>
      {login === undefined ? (
        <Choose methods={methods} adding={accountId === undefined} start={start} />
      ) : (
        <Progress provider={provider} login={login} setLogin={setLogin} />
      )}
      <p>
        In a terminal:{' '}
        <Command
          text={
            accountId === undefined ? `ccs ${provider} --auth --add` : `ccs ${provider} --auth --account ${accountId}`
          }
        />
      </p>
      <div class="actions">
        <button type="button" onClick={close}>
          {login?.state === 'done' ? 'Close' : 'Cancel'}
        </button>
      </div>
    </Dialog>
  )
}

/** Asks the server again when it says that a sign-in moved on. */
function useFollow(provider: string, login: LoginView | undefined, setLogin: (login: LoginView) => void): void {
  const loginId = login?.loginId
  useEffect(() => {
    if (loginId === undefined) return undefined
    const look = async () => setLogin((await call<LoginView>('GET', `/api/${provider}/logins/${loginId}`)).body)
    const timer = setInterval(() => void look(), 2000)
    const stop = onChange(({topic}) => {
      if (topic === 'login') void look()
    })
    return () => {
      clearInterval(timer)
      stop()
    }
  }, [provider, loginId])
}

interface ChooseProps {
  readonly methods: readonly LoginMethod[]
  readonly adding: boolean
  readonly start: (method: LoginMethod) => Promise<boolean>
}

function Choose({methods, adding, start}: ChooseProps) {
  return (
    <>
      {adding && (
        <p>
          Several accounts of one person can be against the provider's terms, and some people report that accounts were
          suspended. You decide.
        </p>
      )}
      <div class="choices">
        {methods.map((method) => (
          <button key={method} type="button" onClick={() => void start(method)}>
            {METHODS[method]}
          </button>
        ))}
      </div>
    </>
  )
}

interface ProgressProps {
  readonly provider: string
  readonly login: LoginView
  readonly setLogin: (login: LoginView) => void
}

function Progress({provider, login, setLogin}: ProgressProps) {
  const base = `/api/${provider}/logins/${login.loginId}`
  useEffect(() => {
    if (login.state !== 'waiting') announce(login.message ?? login.state)
  }, [login.state])
  const adopt = () => attempt(async () => setLogin((await call<LoginView>('POST', `${base}/adopt`, {})).body))
  return (
    <>
      {login.message !== null && <p>{login.message}</p>}
      {login.authorizeUrl !== null && login.state === 'waiting' && (
        <p>
          <a href={login.authorizeUrl} target="_blank" rel="noreferrer">
            Open the sign-in page
          </a>
        </p>
      )}
      {login.userCode !== null && login.state === 'waiting' && (
        <p>
          Enter <strong class="code">{login.userCode}</strong> at{' '}
          <a href={login.verificationPage ?? '#'} target="_blank" rel="noreferrer">
            {login.verificationPage}
          </a>
        </p>
      )}
      {login.expiresAt !== null && login.state === 'waiting' && (
        <p class="dim">
          Waiting until <Until at={login.expiresAt} />
        </p>
      )}
      {(login.method === 'paste' || login.method === 'key') && login.state === 'waiting' && (
        <Paste base={base} login={login} setLogin={setLogin} />
      )}
      {login.state === 'wrong_account' && (
        <button type="button" onClick={() => void adopt()}>
          Add as a new account
        </button>
      )}
    </>
  )
}

function Paste({
  base,
  login,
  setLogin,
}: {
  readonly base: string
  readonly login: LoginView
  readonly setLogin: (login: LoginView) => void
}) {
  const field = useId()
  const submit = (event: Event) => {
    event.preventDefault()
    const url = String(new FormData(event.currentTarget as HTMLFormElement).get('url') ?? '')
    void attempt(async () => setLogin((await call<LoginView>('POST', `${base}/callback`, {url})).body))
  }
  return (
    <form onSubmit={submit}>
      <label for={field}>{login.method === 'key' ? 'API key' : 'The address the browser ended on'}</label>
      <input id={field} name="url" type={login.method === 'key' ? 'password' : 'text'} autocomplete="off" required />
      <button type="submit" class="primary">
        Finish
      </button>
    </form>
  )
}

import type {AccountView, Bootstrap, LoginMethod, LoginView} from 'ccs/plugin'
import {type Dispatch, type StateUpdater, useEffect, useId, useState} from 'preact/hooks'
import {onChange} from '../live.js'
import {announce} from '../parts/announcer.js'
import {asArgument} from '../parts/as-argument.js'
import {Command} from '../parts/command.js'
import {Dialog} from '../parts/dialog.js'
import {attempt} from '../parts/problem.js'
import {Until} from '../parts/times.js'
import {useResource} from '../resource.js'
import {call} from '../session.js'

interface Props {
  readonly provider: string
  /** Set: this account's tokens are renewed in place. */
  readonly account: Pick<AccountView, 'id' | 'nickname'> | undefined
  readonly onClose: () => void
}

const METHODS: Readonly<Record<LoginMethod, string>> = {
  browser: 'In this browser',
  device: 'With a code on another device',
  paste: 'By pasting the address it ends on',
  key: 'With an API key',
}

const QUESTIONS: Readonly<Record<LoginMethod, string>> = {
  browser: 'If the browser cannot come back here: the address it ended on',
  device: '',
  paste: 'The address the browser ended on',
  key: 'API key',
}

/** What leaving the dialog means; `wrong_account`: the tokens are still there to be kept. */
const ENDINGS: Readonly<Partial<Record<LoginView['state'], string>>> = {done: 'Close', wrong_account: 'Discard'}

export function AddAccount({provider, account, onClose}: Props) {
  const {data: bootstrap} = useResource<Bootstrap>('/api/bootstrap', [])
  const [login, setLogin] = useState<LoginView>()
  const facts = bootstrap?.providers.find(({id}) => id === provider)
  const methods = facts === undefined ? [] : methodsOf(facts)
  useFollow(provider, login, setLogin)
  const start = (method: LoginMethod) =>
    attempt(async () =>
      setLogin((await call<LoginView>('POST', `/api/${provider}/logins`, {method, accountId: account?.id})).body),
    )
  const close = () => {
    if (login?.state === 'waiting' || login?.state === 'wrong_account')
      void attempt(() => call('DELETE', `/api/${provider}/logins/${login.loginId}`))
    onClose()
  }
  return (
    <Dialog title={account === undefined ? 'Add account' : `Reauthenticate ${account.nickname}`} onClose={close}>
      {login === undefined ? (
        <Choose methods={methods} adding={account === undefined} start={start} />
      ) : (
        <Progress provider={provider} login={login} setLogin={setLogin} />
      )}
      <p>
        In a terminal: <Command text={commandOf(provider, account?.nickname)} />
      </p>
      <div class="actions">
        <button type="button" onClick={close}>
          {(login && ENDINGS[login.state]) ?? 'Cancel'}
        </button>
      </div>
    </Dialog>
  )
}

function methodsOf({signIn, device}: Bootstrap['providers'][number]): readonly LoginMethod[] {
  if (signIn === 'api-key') return ['key']
  return device ? ['browser', 'device', 'paste'] : ['browser', 'paste']
}

function commandOf(provider: string, nickname: string | undefined): string {
  if (nickname === undefined) return `ccs ${provider} --auth --add`
  return `ccs ${provider} --auth --account ${asArgument(nickname)}`
}

type Follow = Dispatch<StateUpdater<LoginView | undefined>>

/** Asks the server again when it says that a sign-in moved on, until it is over; what comes later says less than is known. */
function useFollow(provider: string, login: LoginView | undefined, setLogin: Follow): void {
  const waiting = login?.state === 'waiting' ? login.loginId : undefined
  useEffect(() => {
    if (waiting === undefined) return undefined
    const look = () =>
      void call<LoginView>('GET', `/api/${provider}/logins/${waiting}`).then(
        ({body}) => setLogin((now) => (now?.loginId === waiting && now.state === 'waiting' ? body : now)),
        () => undefined,
      )
    const timer = setInterval(look, 2000)
    const stop = onChange(({topic}) => {
      if (topic === 'login') look()
    })
    return () => {
      clearInterval(timer)
      stop()
    }
  }, [provider, waiting, setLogin])
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
      {login.method !== 'device' && login.state === 'waiting' && (
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
      <label for={field}>{QUESTIONS[login.method]}</label>
      <input id={field} name="url" type={login.method === 'key' ? 'password' : 'text'} autocomplete="off" required />
      <button type="submit" class="primary">
        Finish
      </button>
    </form>
  )
}

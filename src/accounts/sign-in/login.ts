import type {LoginMethod, LoginView, ProviderPlugin} from '../../contract/index.js'
import type {HostContext} from '../../host/host-context.js'
import type {AccountRecord, Accounts} from '../accounts.js'

/** Who signs in where, and what is needed for it. */
export interface LoginContext {
  readonly provider: ProviderPlugin
  readonly accounts: Accounts
  readonly host: Pick<HostContext, 'kit' | 'clock' | 'log'>
}

export interface LoginWish {
  readonly method: LoginMethod
  /** Signs this one in again, in place; a sign-in that turns out to be somebody else's writes nothing. */
  readonly account?: AccountRecord
  /** Whether a new account becomes the default; it does unless told otherwise. */
  readonly asDefault?: boolean
  /** Answers besides the key of an API-key sign-in, by name. */
  readonly fields?: Readonly<Record<string, string>>
}

export interface SignedIn {
  readonly account: AccountRecord
  /** It was known before. */
  readonly renewed: boolean
}

/** A sign-in under way; a terminal, the dashboard and tests drive the same object. */
export interface Login {
  readonly id: string
  readonly authorizeUrl?: string
  /** Where the browser's way back is awaited; absent when no port was to be had, or none is needed. */
  readonly port?: number
  readonly userCode?: string
  readonly verificationPage?: string
  /** Milliseconds since the epoch. */
  readonly expiresAt: number
  /** What a person should know of how it goes, such as a port that was taken. */
  readonly notes: readonly string[]
  view(): LoginView
  /**
   * The full address that the browser ended on, its query, or the bare code; for an API key, the key. Rejects for an
   * answer that does not do; the sign-in then still waits for a better one.
   */
  finish(answer: string): Promise<void>
  /** After `wrong_account`: keeps the tokens as an account of their own. */
  adopt(): Promise<SignedIn>
  /** Somebody else's tokens are forgotten, too. `exit` is what a command leaves with. */
  cancel(exit?: number): void
  /** The first verdict, once every port is closed again. Rejects with a `CcsError` or a `TurnError`. */
  readonly done: Promise<SignedIn>
}

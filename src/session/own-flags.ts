import type {Effort} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {EFFORT_LEVELS, readEffort} from '../models/effort.js'

/** What ccs itself was told, besides the profile. */
export interface OwnFlags {
  readonly auth?: boolean
  readonly add?: boolean
  readonly headless?: boolean
  readonly device?: boolean
  /** A path, or `true` for the place where the other program keeps its login. */
  readonly import?: string | true
  readonly logout?: boolean
  readonly accounts?: boolean
  readonly use?: string
  readonly nickname?: string
  readonly json?: boolean
  readonly config?: boolean
  readonly effort?: Effort
  readonly account?: string
  readonly target?: string
  readonly verbose?: boolean
}

export interface OwnFlag {
  readonly name: string
  readonly sets: keyof OwnFlags
  /** `maybe`: the next word is its value unless that is a flag. */
  readonly value: 'none' | 'required' | 'maybe'
  readonly placeholder?: string
  readonly summary: string
  readonly group: 'session' | 'account'
  /** Only ccs's when one of these is there too; else it belongs to the runtime. */
  readonly onlyWith?: readonly (keyof OwnFlags)[]
  /** A value like this, in the same word or the next, makes it a flag of the runtime. */
  readonly notWith?: RegExp
  /** Throws for a value that means nothing. */
  readonly read?: (value: string) => string
}

/** Flags that act on accounts instead of starting a session. */
export const ACCOUNT_ACTIONS = [
  'auth',
  'add',
  'headless',
  'device',
  'import',
  'logout',
  'accounts',
  'use',
  'nickname',
] as const

/** Flags that answer in JSON when `--json` stands beside them; anywhere else it is the runtime's. */
export const JSON_ACTIONS = [...ACCOUNT_ACTIONS, 'config'] as const

/** The only place that names them: splitting, help and completion read it. */
export const OWN_FLAGS: readonly OwnFlag[] = [
  {
    name: 'effort',
    sets: 'effort',
    value: 'required',
    placeholder: 'level',
    group: 'session',
    read: readLevel,
    summary: `Reasoning effort for every model: ${EFFORT_LEVELS.join(', ')}`,
  },
  {
    name: 'thinking',
    sets: 'effort',
    value: 'required',
    placeholder: 'level',
    group: 'session',
    read: readLevel,
    summary: 'The same as --effort',
  },
  {
    name: 'account',
    sets: 'account',
    value: 'required',
    placeholder: 'name',
    group: 'session',
    summary: 'Use this account for the session; with --logout, sign out only this one',
  },
  {
    name: 'target',
    sets: 'target',
    value: 'required',
    placeholder: 'runtime',
    group: 'session',
    summary: 'The coding CLI to start: claude, codex, droid or an installed one',
  },
  {
    name: 'config',
    sets: 'config',
    value: 'none',
    group: 'session',
    // Codex's long form of `-c`: `--config model_verbosity=low`.
    notWith: /^[\w."'-]+\s*=/,
    summary: 'Choose the models, then stop',
  },
  {
    name: 'verbose',
    sets: 'verbose',
    value: 'none',
    group: 'session',
    summary: 'Show what is asked, sent and reported for each request',
  },
  {name: 'auth', sets: 'auth', value: 'none', group: 'account', summary: 'Sign in without a session'},
  {name: 'add', sets: 'add', value: 'none', group: 'account', summary: 'With --auth: add an account, keep the default'},
  {
    name: 'headless',
    sets: 'headless',
    value: 'none',
    group: 'account',
    summary: 'Sign in on another machine: show the address, paste the answer',
  },
  {
    name: 'device',
    sets: 'device',
    value: 'none',
    group: 'account',
    summary: 'Sign in with a code that is typed on another device',
  },
  {
    name: 'import',
    sets: 'import',
    value: 'maybe',
    placeholder: 'file',
    group: 'account',
    summary: 'Take over a login that another program keeps on this machine',
  },
  {
    name: 'logout',
    sets: 'logout',
    value: 'none',
    group: 'account',
    summary: 'Revoke and delete all accounts, or the one of --account',
  },
  {name: 'accounts', sets: 'accounts', value: 'none', group: 'account', summary: 'List the accounts'},
  {
    name: 'use',
    sets: 'use',
    value: 'required',
    placeholder: 'name',
    group: 'account',
    summary: 'Make this account the default',
  },
  {
    name: 'nickname',
    sets: 'nickname',
    value: 'required',
    placeholder: 'name',
    group: 'account',
    summary: 'Rename the default account, or the one of --account',
  },
  {
    name: 'json',
    sets: 'json',
    value: 'none',
    group: 'account',
    onlyWith: JSON_ACTIONS,
    summary: 'With an account flag or --config: answer in JSON',
  },
]

function readLevel(written: string): string {
  const effort = readEffort(written)
  if (effort !== undefined) return effort
  throw new CcsError(`"${written}" is no level of effort. Levels: ${EFFORT_LEVELS.join(', ')}.`, {
    code: 'unknown_effort',
    exit: EXIT.usage,
  })
}

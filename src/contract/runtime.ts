import type {Effort} from './effort.js'
import type {Model, Slot} from './models.js'
import type {Environment} from './provider.js'
import type {Protocol} from './turn.js'

/** What ccs starts. Nearly pure: it says where it lives and what to run; the host searches, edits, spawns and cleans up. */
export interface RuntimePlugin {
  readonly contract: 1
  readonly id: string
  readonly title: string
  readonly speaks: Protocol
  /** Words for `--target` besides `id`. */
  readonly aliases: readonly string[]
  /** Oldest and newest version that its tests ran with. */
  readonly tested?: {readonly oldest: string; readonly newest: string}
  /** Oldest version that can be started the way `plan` does it; an older binary is refused. */
  readonly needs?: string
  /** The effort that its requests name when its user chose none; seen, it counts as no wish. */
  readonly assumedEffort?: Effort
  /** Whether its user chose an effort where a start can see it: nothing is assumed then. */
  choosesEffort?(launch: Pick<Launch, 'args' | 'cwd' | 'env' | 'home' | 'settingsEnv'>): Promise<boolean>
  /** Asked of the binary once, and again when it changed: never on the way of an ordinary start. */
  readonly probe?: {readonly args: readonly string[]; readonly env?: Readonly<Record<string, string | undefined>>}
  locate(env: Environment): Location
  /** No side effects: it may be called twice for one start. Throws an `Error` with `exit` and `hint` for bad arguments. */
  plan(launch: Launch): Plan | Promise<Plan>
}

export interface Location {
  /** Names the binary outright when set. */
  readonly variable: string
  /** Looked up on PATH, in order. */
  readonly names: readonly string[]
  /** Absolute files tried after PATH. */
  readonly alsoAt: readonly string[]
  /** One command that installs it. */
  readonly install: string
}

/** All that a runtime may know of the start it plans. */
export interface Launch {
  readonly binary: string
  /** There when the plugin has a `probe`. */
  readonly probe?: Probe
  /** The user's own arguments, in order, without ccs's flags. */
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Environment
  /** Absolute path of the user's home. */
  readonly home: string
  /** ccs's own folder for this runtime: `<root>/runtimes/<id>`; exists, 0700. */
  readonly folder: string
  /** Standard input and output are both terminals. */
  readonly interactive: boolean
  readonly profile: string
  readonly provider: {readonly id: string; readonly title: string}
  /** Loopback, no trailing slash, no `/v1`: the runtime appends the protocol's own path. */
  readonly baseUrl: string
  /** The proxy's key. Only into the child's environment, never into `args` or a file. */
  readonly key: string
  /** Model ids as the user set them, suffixes included. */
  readonly slots: Readonly<Record<Slot, string>>
  /** The same, for runtimes that send back nothing but an id: one that stands in two slots is marked (`gpt-5.4@sonnet`). */
  readonly markedSlots: Readonly<Record<Slot, string>>
  /** Bundled table and catalogue as one list. */
  readonly models: readonly Model[]
  /** Tokens, of the default slot's model. */
  readonly contextWindow: number
  readonly effort?: Effort
  /** `--verbose` was given, which some runtimes know as a flag of their own. */
  readonly verbose?: boolean
  /** How ccs itself was called: `ccs`, `ccsx`, `ccsxp` … */
  readonly calledAs: string
  /** Further variables of the profile's settings file, for runtimes that take them. */
  readonly settingsEnv: Readonly<Record<string, string>>
}

export interface Probe {
  /** Names the binary's path and state; another binary, another stamp. */
  readonly stamp: string
  /**
   * What the binary wrote to standard output; kept, so that only the first call starts it. `undefined` when it failed or
   * said nothing, which is kept for a day.
   */
  output(): Promise<string | undefined>
}

export interface Plan {
  readonly command: string
  readonly args: readonly string[]
  /** Laid over the parent's environment, less the session of another CLI around it; `undefined` removes a variable. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly files?: readonly OwnFile[]
  /** Applied before the start, undone after it. */
  readonly edits: readonly FileEdit[]
  /** Written to standard error: before the start, or after it where a screen would wipe them. */
  readonly notes: readonly string[]
}

/** A file of our own in `launch.folder`, 0600, there before the start. */
export interface OwnFile {
  /** Absolute; the name stands for one content. */
  readonly file: string
  readonly text: string
  /** `keep`: for the next starts too. */
  readonly afterwards: 'remove' | 'keep'
}

/**
 * A change to somebody's configuration file: entries of our own, set before the start. The host locks, re-reads, keeps
 * comments, order, mode and symlinks, writes atomically, and refuses a file that does not parse.
 */
export interface FileEdit {
  readonly file: string
  readonly format: 'json' | 'toml'
  readonly changes: readonly FileChange[]
  /** `remove`: our entries are taken out after the session, from the file as it is then. `keep`: a repair that stays. */
  readonly afterwards: 'remove' | 'keep'
  /** Of a repair that the session works without: a file that cannot be changed is no refusal, and this is noted with why. */
  readonly otherwise?: string
}

export type FileChange =
  /** Sets the value at a path of keys. */
  | {readonly type: 'set'; readonly path: readonly string[]; readonly value: unknown}
  /** In the list at `path`: replaces the element whose `key` equals `value[key]`, else appends. */
  | {
      readonly type: 'upsert'
      readonly path: readonly string[]
      readonly key: string
      readonly value: Readonly<Record<string, unknown>>
    }

import type {Effort} from '../contract/index.js'

/**
 * What one start tells the proxy about itself. It travels in the base URL's path, so that it survives a restart of the
 * proxy, works for every runtime, and needs no registration.
 */
export interface LaunchOptions {
  readonly profile: string
  /** Names the start, for `--verbose` and the journal. */
  readonly id?: string
  /** `--effort`: beats everything. */
  readonly effort?: Effort
  /** The level that the runtime sends when its user chose none; seen, it counts as no wish at all. */
  readonly assumedEffort?: Effort
  /** Serves every turn of the start. */
  readonly account?: string
}

const PREFIX = '/launch/'

/** `/launch/profile=codex&id=k3f9`: to be put between the proxy's origin and the protocol's own path. */
export function writeLaunchPath(options: LaunchOptions): string {
  const fields = Object.entries(options).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return `${PREFIX}${new URLSearchParams(fields).toString()}`
}

/** The options and what follows them; `undefined` for a path that has none. */
export function readLaunchPath(path: string): {readonly options: LaunchOptions; readonly rest: string} | undefined {
  if (!path.startsWith(PREFIX)) return undefined
  const end = path.indexOf('/', PREFIX.length)
  const fields = Object.fromEntries(new URLSearchParams(path.slice(PREFIX.length, end === -1 ? undefined : end)))
  if (fields.profile === undefined) return undefined
  return {options: {...fields, profile: fields.profile}, rest: end === -1 ? '/' : path.slice(end)}
}

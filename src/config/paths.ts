import {homedir} from 'node:os'
import {join, resolve} from 'node:path'
import type {Environment} from '../contract/index.js'

/** Every place that ccs keeps something in. The layout is that of existing ccs installations. */
export interface Paths {
  /** The user's own home, for `~` in files. */
  readonly home: string
  readonly root: string
  readonly settings: (profile: string) => string
  readonly config: string
  /** Where ccs kept its variants before `config.yaml`; only read. */
  readonly oldConfig: string
  readonly proxyFolder: string
  readonly proxyConfig: string
  readonly proxyState: string
  readonly proxyLog: string
  readonly accounts: string
  readonly tokens: string
  /** Answers of the issuer that nobody has saved yet. */
  readonly refreshes: string
  readonly cache: string
  /** The dashboard that runs; readable by its owner only. */
  readonly dashboard: string
  readonly backups: string
  readonly runtime: (id: string) => string
}

/** `$CCS_DIR`, else `$CCS_HOME/.ccs`, else `~/.ccs`. */
export function pathsOf(env: Environment): Paths {
  const home = env.HOME || homedir()
  const root = resolve(env.CCS_DIR || join(env.CCS_HOME || home, '.ccs'))
  const proxyFolder = join(root, 'cliproxy')
  return {
    home,
    root,
    settings: (profile) => join(root, `${profile}.settings.json`),
    config: join(root, 'config.yaml'),
    oldConfig: join(root, 'config.json'),
    proxyFolder,
    proxyConfig: join(proxyFolder, 'config.yaml'),
    proxyState: join(proxyFolder, 'state.json'),
    proxyLog: join(proxyFolder, 'logs', 'proxy.log'),
    accounts: join(proxyFolder, 'accounts.json'),
    tokens: join(proxyFolder, 'auth'),
    refreshes: join(proxyFolder, 'refreshes'),
    cache: join(root, 'cache'),
    dashboard: join(root, 'dashboard.json'),
    backups: join(root, 'backups'),
    runtime: (id) => join(root, 'runtimes', id),
  }
}

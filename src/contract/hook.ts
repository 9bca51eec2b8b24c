import type {Kit} from './kit.js'
import type {ProviderPlugin} from './provider.js'
import type {RuntimePlugin} from './runtime.js'

/** What a `ccs:provider:<id>` or `ccs:runtime:<id>` hook is called with. */
export interface HookRequest {
  readonly contract: 1
  readonly id: string
  readonly kit: Kit
}

/**
 * The default export of a hook file named in `oclif.hooks["ccs:provider:<id>"]`. An error with `exit: 2`, and a `hint`
 * where there is one, is told as a fault of the environment; any other one as a fault of the plugin.
 */
export type ProviderHook = (request: HookRequest) => ProviderPlugin | Promise<ProviderPlugin>

/** The default export of a hook file named in `oclif.hooks["ccs:runtime:<id>"]`. */
export type RuntimeHook = (request: HookRequest) => RuntimePlugin | Promise<RuntimePlugin>

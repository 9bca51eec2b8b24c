import type {ProviderHook} from '../contract/index.js'
import type {Check} from './check.js'
import {descriptionChecks} from './description-checks.js'
import {fetchChecks} from './fetch-checks.js'
import {openChecks} from './open-checks.js'
import type {Upstream} from './upstream.js'

export interface ProviderSubject {
  readonly id: string
  /** Starts a stand-in for the provider's service. Without one, only what needs no answer is asked. */
  readonly upstream?: () => Promise<Upstream>
}

/** What is asked of every provider, ccs's own included. */
export function providerChecks(hook: ProviderHook, {id, upstream}: ProviderSubject): readonly Check[] {
  const described = descriptionChecks(hook, id)
  return upstream === undefined
    ? described
    : [...described, ...openChecks(hook, id, upstream), ...fetchChecks(hook, id, upstream)]
}

import {accountsOf} from '../accounts/accounts-of.js'
import {ownStreams} from '../errors/own-streams.js'
import type {HostContext} from '../host/host-context.js'
import {openCatalogue} from '../models/catalogue.js'
import {chooseAccount} from './choose-account.js'
import {chooseModels, type ModelQuestion} from './choose-models.js'

/** `ccs <profile> --config`. Nothing is started and nobody is asked: the plan is what the account's token says. */
export async function openPicker(
  {profile, provider, json}: Pick<ModelQuestion, 'profile' | 'provider' | 'json'>,
  host: HostContext,
): Promise<number> {
  const {models} = openCatalogue({...host, provider})
  const serving = chooseAccount(profile.account, accountsOf(provider, host), {provider, clock: host.clock})
  const plan = (await serving.catch(() => undefined))?.likely.plan
  return chooseModels({profile, provider, models: models(), plan, json, io: {stdin: process.stdin, ...ownStreams}})
}

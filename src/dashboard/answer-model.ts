import type {DashboardHost, ModelAnswer, Slot} from '../contract/index.js'
import {fitToAccount} from '../models/fit.js'
import {resolveModel} from '../models/resolve.js'
import {checkEffort} from '../profiles/check-fields.js'
import {serviceTier} from '../profiles/sent.js'
import type {DashboardParts} from './dashboard-parts.js'
import {unknownAccount} from './manage-accounts.js'

type Question = Parameters<DashboardHost['resolveModel']>[1]

/** What an id in a slot is sent as, by the proxy's own rules. Rejects for an id that means nothing. */
export async function answerModel(
  provider: string,
  {id, slot = 'default', accountId, effort}: Question,
  {open}: DashboardParts,
): Promise<ModelAnswer> {
  const {provider: plugin, accounts, catalogue} = await open(provider)
  const models = catalogue.models()
  const all = await accounts.list()
  const account = all.find((one) => (accountId === undefined ? one.isDefault : one.id === accountId))
  if (accountId !== undefined && account === undefined) throw unknownAccount(provider)
  const asked = MARKED.has(slot) ? `${id}@${slot}` : id
  const flag = effort === undefined ? undefined : checkEffort(effort)
  const resolution = resolveModel(asked, {models, slots: inEachSlot(id), wish: {}, flag})
  const {model, fallback} = fitToAccount(resolution, {
    provider: plugin,
    models,
    plan: account?.plan,
    denied: () => false,
  })
  return {
    id,
    model: model.id,
    effort: model.effort ?? null,
    effortSource: resolution.effortSource,
    tier: model.tier === undefined ? null : serviceTier(model.tier),
    notes: resolution.notes,
    fallback: fallback ?? null,
  }
}

/** Slots that an id can be marked with; the others have the default's effort. */
const MARKED: ReadonlySet<Slot> = new Set(['opus', 'sonnet', 'haiku'])

function inEachSlot(id: string): Readonly<Record<Slot, string>> {
  return {default: id, opus: id, sonnet: id, haiku: id, subagent: id}
}

import type {Ask, Choice} from '../command/ask.js'
import type {Effort, Model, ProviderPlugin, Slot, Tier} from '../contract/index.js'
import {readModelId, writeModelId} from '../models/model-id.js'
import {askForEffort, modelChoices, offeredModels} from '../profiles/ask-model.js'
import {MODEL_SLOTS, type ModelSlot} from '../profiles/check-fields.js'
import {sentSlots} from '../profiles/sent.js'

type Slots = Readonly<Record<Slot, string>>

export interface PickContext {
  readonly provider: Pick<ProviderPlugin, 'fallback'>
  readonly models: readonly Model[]
  /** As the settings have them. */
  readonly slots: Slots
}

/** Slots that get one model together; `model` is absent where the provider lists none. */
interface Group {
  readonly slots: readonly ModelSlot[]
  readonly id: string
  readonly model?: Model
  readonly tier?: Tier
}

/** Asks for model and tier of the slots that share one, then for the effort of each slot. */
export async function pickSlots(ask: Ask, context: PickContext): Promise<Readonly<Record<ModelSlot, string>>> {
  const groups: Group[] = []
  for (const slots of sharing(context)) groups.push(...(await askForGroup(ask, slots, context)))
  const own = ownEfforts(groups, context)
  const {subagent: _, ...picked} = {...context.slots}
  for (const slot of MODEL_SLOTS) {
    const group = groups.find(({slots}) => slots.includes(slot))
    if (group !== undefined) picked[slot] = await askForSlot(ask, slot, group, {...context, own})
  }
  return picked
}

/** Slots by the model that stands in them now. */
function sharing({slots, models}: PickContext): readonly (readonly ModelSlot[])[] {
  const modelOf = (slot: ModelSlot) => readModelId(slots[slot], models)?.model.id ?? slots[slot]
  return [...new Set(MODEL_SLOTS.map(modelOf))].map((id) => MODEL_SLOTS.filter((slot) => modelOf(slot) === id))
}

async function askForGroup(ask: Ask, slots: readonly ModelSlot[], context: PickContext): Promise<readonly Group[]> {
  const [first = 'default'] = slots
  const current = context.slots[first]
  const question = `Model for ${and(slots)}`
  if (context.models.length === 0) return [{slots, id: await ask.text(question, {suggested: current})}]
  const held = readModelId(current, context.models)
  const choices: readonly Choice<Model | undefined>[] = [
    ...modelChoices(offeredModels(context.models, [current])),
    ...(slots.length > 1 ? [{value: undefined, name: 'another for each of them', short: 'one by one'}] : []),
  ]
  const model = await ask.choose(question, choices, held?.model)
  if (model === undefined) return eachAlone(ask, slots, context)
  const [tier] = model.tiers
  const wanted = tier && (await ask.confirm(`Use the ${tier} tier of ${model.name}?`, held?.tier === tier))
  return [{slots, id: model.id, model, ...(wanted && {tier})}]
}

async function eachAlone(ask: Ask, slots: readonly ModelSlot[], context: PickContext): Promise<readonly Group[]> {
  const groups: Group[] = []
  for (const slot of slots) groups.push(...(await askForGroup(ask, [slot], context)))
  return groups
}

/** What each slot is sent with when nothing is pinned. */
function ownEfforts(groups: readonly Group[], {models, provider, slots}: PickContext): ReadonlyMap<ModelSlot, Effort> {
  const plain = Object.fromEntries(groups.flatMap((group) => group.slots.map((slot) => [slot, group.id])))
  const sent = sentSlots({...slots, ...plain}, {models, provider, plan: undefined})
  return new Map(sent.flatMap(({slot, sent: choice}) => (choice?.effort === undefined ? [] : [[slot, choice.effort]])))
}

async function askForSlot(
  ask: Ask,
  slot: ModelSlot,
  {id, model, tier}: Group,
  {slots, models, own}: PickContext & {readonly own: ReadonlyMap<ModelSlot, Effort>},
): Promise<string> {
  if (model === undefined) return id
  const current = readModelId(slots[slot], models)?.effort
  const effort = await askForEffort(ask, `Effort of ${slot} (${id})`, {model, current, otherwise: own.get(slot)})
  return writeModelId({model: id, effort, tier})
}

function and(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

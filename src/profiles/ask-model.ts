import type {Ask, Choice} from '../command/ask.js'
import type {Effort, Model, Tier} from '../contract/index.js'
import {highestEffort, pinnable} from '../models/effort.js'
import {readModelId, writeModelId} from '../models/model-id.js'

/** The models worth offering, the recommended first; a hidden one only where it stands already. */
export function offeredModels(models: readonly Model[], current: readonly string[] = []): readonly Model[] {
  const held = new Set(current.map((id) => readModelId(id, models)?.model.id))
  const offered = models.filter(({hidden, id}) => hidden !== true || held.has(id))
  return [...offered.filter(({recommended}) => recommended), ...offered.filter(({recommended}) => !recommended)]
}

/** `GPT-5.4 (gpt-5.4)  recommended, effort up to xhigh, fast tier`, in columns. */
export function describeModels(models: readonly Model[]): readonly string[] {
  const titles = models.map(({name, id}) => (name === id ? id : `${name} (${id})`))
  const width = Math.max(0, ...titles.map((title) => title.length))
  return models.map((model, index) => `${(titles[index] ?? '').padEnd(width)}  ${traits(model).join(', ')}`.trimEnd())
}

/** A provider that lists no models takes any id. */
export async function askForModelId(
  ask: Ask,
  question: string,
  {models, current}: {readonly models: readonly Model[]; readonly current: string | undefined},
): Promise<string> {
  if (models.length === 0) return ask.text(question, {suggested: current})
  const held = current === undefined ? undefined : readModelId(current, models)
  const model = await askForModel(ask, question, {models, current})
  const effort = await askForEffort(ask, `Effort of ${model.name}`, {model, current: held?.effort})
  const tier = await askForTier(ask, model, held?.tier)
  return writeModelId({model: model.id, effort, tier})
}

export async function askForModel(
  ask: Ask,
  question: string,
  {models, current}: {readonly models: readonly Model[]; readonly current: string | undefined},
): Promise<Model> {
  const offered = offeredModels(models, current === undefined ? [] : [current])
  const held = current === undefined ? undefined : readModelId(current, models)?.model
  return ask.choose(question, modelChoices(offered), held)
}

export function modelChoices(models: readonly Model[]): readonly Choice<Model>[] {
  const lines = describeModels(models)
  return models.map((model, index) => ({value: model, name: lines[index] ?? model.id, short: model.id}))
}

/** `undefined`: nothing is pinned, and the client's own choice of effort works. */
export async function askForEffort(
  ask: Ask,
  question: string,
  {model, current, otherwise}: {readonly model: Model; readonly current?: Effort; readonly otherwise?: Effort},
): Promise<Effort | undefined> {
  const levels = pinnable(model.efforts)
  if (levels.length === 0) return undefined
  const open = otherwise === undefined ? 'by slot' : otherwise
  const choices: readonly Choice<Effort | ''>[] = [
    {value: '', name: `not pinned (${open}, unless the client asks for another)`, short: 'not pinned'},
    ...levels.map((value) => ({value, name: value})),
  ]
  return (await ask.choose(question, choices, current ?? '')) || undefined
}

export async function askForTier(ask: Ask, model: Model, current: Tier | undefined): Promise<Tier | undefined> {
  const [tier] = model.tiers
  if (tier === undefined) return undefined
  return (await ask.confirm(`Use the ${tier} tier of ${model.name}?`, current === tier)) ? tier : undefined
}

function traits(model: Model): readonly string[] {
  const {recommended, access, efforts, tiers} = model
  const highest = highestEffort(efforts)
  return [
    ...(recommended ? ['recommended'] : []),
    ...(access === 'any' ? [] : [access]),
    ...(highest === undefined ? [] : [`effort up to ${highest}`]),
    ...tiers.map((tier) => `${tier} tier`),
  ]
}

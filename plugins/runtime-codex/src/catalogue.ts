import {createHash} from 'node:crypto'
import type {Effort, Files, Launch, Model} from 'ccs/plugin'

type Entry = Readonly<Record<string, unknown>>

const LEVELS: Readonly<Record<Effort, string>> = {
  none: 'No reasoning',
  minimal: 'Hardly any reasoning',
  low: 'Fast responses with lighter reasoning',
  medium: 'Balances speed and reasoning depth for everyday tasks',
  high: 'Greater reasoning depth for complex problems',
  xhigh: 'Extra high reasoning depth for complex problems',
  max: 'All the reasoning there is',
}

/**
 * The models as Codex wants to be told, so that it does not guess windows and tools. It replaces Codex's own list, whose
 * entries are taken over where they exist and serve as pattern where not. `undefined`: the binary does not tell its list.
 */
export async function modelCatalogue(
  launch: Launch,
  files: Files,
  more: readonly string[],
): Promise<{readonly file: string; readonly text?: string} | undefined> {
  if (launch.probe === undefined) return undefined
  const models = offered(launch, more)
  const facts = JSON.stringify([launch.probe.stamp, models, launch.contextWindow])
  const file = `${launch.folder}/models-${createHash('sha256').update(facts).digest('hex').slice(0, 16)}.json`
  if ((await files.read(file)) !== undefined) return {file}
  const bundled = readBundled(await launch.probe.output(), files)
  const pattern = patternOf(bundled)
  if (pattern === undefined) return undefined
  const entries = models.map((model, priority) =>
    entryOf(model, bundled.find((entry) => entry.slug === model.id) ?? pattern, priority, launch.contextWindow),
  )
  return {file, text: JSON.stringify({models: entries})}
}

/** The table, and every slot that names a model with a suffix: Codex knows only what is in the list. */
function offered(launch: Launch, more: readonly string[]): readonly Model[] {
  const known = new Set(launch.models.map((model) => model.id))
  const suffixed = [...new Set([...Object.values(launch.slots), ...more])].filter((id) => !known.has(id))
  return [...launch.models, ...suffixed.map((id) => suffixedModel(id, launch.models))]
}

function suffixedModel(id: string, models: readonly Model[]): Model {
  const [base] = models.filter((model) => id.startsWith(`${model.id}-`)).sort((a, b) => b.id.length - a.id.length)
  if (base === undefined) return {id, name: id, efforts: [], tiers: [], access: 'any', notes: ''}
  const suffix = id.slice(base.id.length + 1).replaceAll('-', ', ')
  return {...base, id, name: `${base.name} (${suffix})`, notes: `${base.name}, pinned to ${suffix}.`}
}

/** Without a default level Codex sends none, and ccs's own default counts. Without `upgrade` it advertises no other model. */
function entryOf(model: Model, pattern: Entry, priority: number, window: number): Entry {
  const {default_reasoning_level: _, ...kept} = pattern
  const own = pattern.slug === model.id
  return {
    ...kept,
    slug: model.id,
    display_name: model.name,
    description: model.notes,
    visibility: 'list',
    priority,
    upgrade: null,
    availability_nux: null,
    ...(model.efforts.length === 0 ? {} : {supported_reasoning_levels: model.efforts.map(levelOf)}),
    context_window: model.contextWindow ?? window,
    ...(own ? {} : {max_context_window: model.contextWindow ?? window}),
    ...(model.tiers.includes('fast') ? {} : {service_tiers: [], additional_speed_tiers: []}),
  }
}

function levelOf(effort: Effort): Entry {
  return {effort, description: LEVELS[effort]}
}

/** The plainest entry with instructions of its own. */
function patternOf(bundled: readonly Entry[]): Entry | undefined {
  const usable = bundled.filter((entry) => typeof entry.base_instructions === 'string')
  return usable.find((entry) => entry.use_responses_lite !== true) ?? usable[0]
}

function readBundled(output: string | undefined, files: Files): readonly Entry[] {
  if (output === undefined || !output.trimStart().startsWith('{')) return []
  const {models} = files.parseJson(output, 'codex debug models --bundled') as {models?: unknown}
  return Array.isArray(models) ? (models as readonly Entry[]) : []
}

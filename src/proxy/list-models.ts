import type {Model, Slot} from '../contract/index.js'
import type {Entries} from '../models/catalogue.js'
import {EFFORT_LEVELS} from '../models/effort.js'
import {readModelId} from '../models/model-id.js'
import {DEFAULT_CONTEXT_WINDOW} from '../models/overlay.js'
import {anthropicMessages} from '../protocols/anthropic-messages/index.js'
import type {ClientProtocol} from '../protocols/client-protocol.js'
import {type Json, list, object, text} from '../protocols/json.js'
import {responsesClient} from '../protocols/openai-responses/client/index.js'
import {type Exchange, headersOf, sendJson} from './exchange.js'
import type {ProxyContext} from './proxy-context.js'
import {RequestTrace} from './request-trace.js'
import {tellFailure} from './tell-failure.js'

interface Listing {
  readonly models: readonly Model[]
  readonly slots: Readonly<Record<Slot, string>>
  /** What the upstream itself says of each model, by id. */
  readonly entries: () => Entries
}

/** One list in three shapes: who asks is told by a header or by the query. */
export async function listModels(exchange: Exchange, context: ProxyContext): Promise<void> {
  const {desks, profiles, host} = context
  const {write, protocol} = shapeFor(exchange)
  try {
    const profile = await profiles.read(exchange.launch.profile, async (id) => (await desks.open(id)).provider)
    const {catalogue} = await desks.open(profile.provider)
    const models = catalogue.models().filter(({hidden}) => hidden !== true)
    sendJson(exchange, 200, write({models, slots: profile.slots, entries: catalogue.entries}))
  } catch (error) {
    const trace = new RequestTrace(protocol.id, exchange.launch, () => host.clock.now())
    tellFailure(error, protocol, {exchange, context, trace})
  }
}

interface Shape {
  readonly write: (listing: Listing) => unknown
  /** Whose words a failure is told in. */
  readonly protocol: ClientProtocol
}

function shapeFor({request, query}: Exchange): Shape {
  const headers = headersOf(request)
  if (query.has('client_version')) return {write: codexList, protocol: responsesClient}
  const isClaude = 'anthropic-version' in headers || /^claude/i.test(headers['user-agent'] ?? '')
  return isClaude ? {write: anthropicList, protocol: anthropicMessages} : {write: openaiList, protocol: responsesClient}
}

/** A fixed day: the upstream tells none, and a changing one would look like news. */
const CREATED = '2026-01-01T00:00:00Z'

/** Claude Code only shows ids of its own vendor: the slots go by its names for them. */
function anthropicList({models, slots}: Listing) {
  const slotRows = (['opus', 'sonnet', 'haiku'] as const).map((slot) => {
    const name = readModelId(slots[slot], models)?.model.name ?? slots[slot]
    return anthropicRow(`claude-${slot}`, `${name} (${slot} slot)`)
  })
  const data = [...slotRows, ...models.map(({id, name}) => anthropicRow(id, name))]
  return {data, has_more: false, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null}
}

function anthropicRow(id: string, display_name: string) {
  return {type: 'model', id, display_name, created_at: CREATED}
}

function openaiList({models}: Listing) {
  const created = Date.parse(CREATED) / 1000
  return {object: 'list', data: models.map(({id}) => ({id, object: 'model', created, owned_by: 'openai'}))}
}

/** What Codex reads of its catalogue: the upstream's own entry where there is one, but for what is otherwise here. */
function codexList({models, entries}: Listing) {
  const known = entries()
  return {
    models: models.map((model, index) => codexRow(model, index, Object.hasOwn(known, model.id) ? known[model.id] : {})),
  }
}

function codexRow(model: Model, index: number, entry: Entries[string] = {}) {
  const {id, name, notes, tiers, contextWindow} = model
  const levels = levelsOf(model, entry.supported_reasoning_levels)
  return {
    display_name: name,
    description: notes,
    supported_in_api: true,
    priority: index,
    context_window: contextWindow ?? DEFAULT_CONTEXT_WINDOW,
    service_tiers: tiers.includes('fast') ? [FAST] : [],
    shell_type: 'shell_command',
    support_verbosity: true,
    truncation_policy: {mode: 'tokens', limit: 10_000},
    supports_parallel_tool_calls: true,
    experimental_supported_tools: [],
    input_modalities: ['text', 'image'],
    base_instructions: '',
    ...entry,
    slug: id,
    visibility: 'list',
    supported_reasoning_levels: levels,
    default_reasoning_level: defaultOf(levels, entry.default_reasoning_level),
    prefer_websockets: false,
  }
}

/** The upstream's words for the tier. */
const FAST = {id: 'priority', name: 'Fast', description: 'Answers sooner, for more of the usage limit'}

/** Those that are taken here, in the upstream's words where it has some. `ultra` is the client's own and sent as another. */
function levelsOf({efforts}: Model, told: unknown): readonly Json[] {
  const taken = new Set<string>([...efforts, 'ultra'])
  const own = list(told)
    .map(object)
    .filter(({effort}) => taken.has(text(effort) ?? ''))
  if (own.length > 0) return own
  return EFFORT_LEVELS.filter((effort) => efforts.includes(effort)).map((effort) => ({
    effort,
    description: `${effort} reasoning`,
  }))
}

/** One of the levels that are offered; absent where none is. */
function defaultOf(levels: readonly Json[], told: unknown): unknown {
  const offered = levels.map(({effort}) => effort)
  return [told, 'medium'].find((level) => offered.includes(level)) ?? offered[0]
}

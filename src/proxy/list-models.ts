import type {Model, Slot} from '../contract/index.js'
import {EFFORT_LEVELS} from '../models/effort.js'
import {readModelId} from '../models/model-id.js'
import {DEFAULT_CONTEXT_WINDOW} from '../models/overlay.js'
import {type Exchange, headersOf, sendJson} from './exchange.js'
import type {ProxyContext} from './proxy-context.js'

interface Listing {
  readonly models: readonly Model[]
  readonly slots: Readonly<Record<Slot, string>>
  readonly provider: string
}

/** One list in three shapes: who asks is told by a header or by the query. */
export async function listModels(exchange: Exchange, {desks, profiles}: ProxyContext): Promise<void> {
  const profile = await profiles.read(exchange.launch.profile, async (id) => (await desks.open(id)).provider)
  const desk = await desks.open(profile.provider)
  const models = desk.catalogue.models().filter(({hidden}) => hidden !== true)
  sendJson(exchange, 200, shapeFor(exchange)({models, slots: profile.slots, provider: profile.provider}))
}

function shapeFor({request, query}: Exchange): (listing: Listing) => unknown {
  const headers = headersOf(request)
  if (query.has('client_version')) return codexList
  const isClaude = 'anthropic-version' in headers || /^claude/i.test(headers['user-agent'] ?? '')
  return isClaude ? anthropicList : openaiList
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

function openaiList({models, provider}: Listing) {
  const created = Date.parse(CREATED) / 1000
  return {object: 'list', data: models.map(({id}) => ({id, object: 'model', created, owned_by: provider}))}
}

/** What Codex reads of its catalogue; it guesses the rest. */
function codexList({models}: Listing) {
  return {
    models: models.map(({id, name, notes, efforts, contextWindow}, index) => ({
      slug: id,
      display_name: name,
      description: notes,
      visibility: 'list',
      supported_in_api: true,
      priority: index,
      context_window: contextWindow ?? DEFAULT_CONTEXT_WINDOW,
      default_reasoning_level: 'medium',
      supported_reasoning_levels: efforts
        .filter((effort) => (EFFORT_LEVELS as readonly string[]).includes(effort))
        .map((effort) => ({effort, description: `${effort} reasoning`})),
      shell_type: 'shell_command',
      support_verbosity: true,
      truncation_policy: {mode: 'tokens', limit: 10_000},
      supports_parallel_tool_calls: true,
      experimental_supported_tools: [],
      input_modalities: ['text', 'image'],
      base_instructions: '',
    })),
  }
}

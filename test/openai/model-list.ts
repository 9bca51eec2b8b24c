/** What the backend knows of each model. `plans` absent: every plan. */
export interface BackendModel {
  readonly slug: string
  readonly title: string
  readonly efforts: readonly string[]
  readonly defaultEffort: string
  readonly contextWindow: number
  readonly tiers: readonly string[]
  readonly plans?: readonly string[]
  readonly images?: false
}

const CLASSIC = ['minimal', 'low', 'medium', 'high', 'xhigh']
const NEW = ['low', 'medium', 'high', 'xhigh', 'max', 'ultra']
const PAID = ['go', 'plus', 'pro', 'prolite', 'promax', 'team', 'business', 'edu', 'enterprise']

export const MODELS: readonly BackendModel[] = [
  model('gpt-5.4', 'GPT-5.4', CLASSIC, {contextWindow: 272_000, tiers: ['priority']}),
  model('gpt-5.4-mini', 'GPT-5.4 Mini', CLASSIC.slice(0, 4), {}),
  model('gpt-5.5', 'GPT-5.5', CLASSIC, {tiers: ['priority'], plans: PAID}),
  model('gpt-5.2', 'GPT-5.2', CLASSIC, {}),
  model('gpt-5.3-codex', 'GPT-5.3 Codex', CLASSIC, {plans: PAID}),
  model('gpt-5.3-codex-spark', 'GPT-5.3 Codex Spark', CLASSIC, {
    contextWindow: 128_000,
    plans: ['pro', 'promax'],
    images: false,
  }),
  model('gpt-5.6-sol', 'GPT-5.6 Sol', NEW, {tiers: ['priority'], plans: PAID}),
  model('gpt-6.1-sol', 'GPT-6.1 Sol', NEW, {defaultEffort: 'low', tiers: ['priority'], plans: PAID}),
]

/** The reply of `/codex/models`. */
export function modelsReply(models: readonly BackendModel[]) {
  return {
    models: models.map((model, index) => ({
      slug: model.slug,
      display_name: model.title,
      description: `${model.title} of the stand-in`,
      visibility: 'list',
      priority: index,
      context_window: model.contextWindow,
      max_context_window: model.contextWindow,
      supported_reasoning_levels: model.efforts.map((effort) => ({effort, description: `${effort} effort`})),
      default_reasoning_level: model.defaultEffort,
      support_verbosity: true,
      default_verbosity: 'low',
      service_tiers: model.tiers.map((id) => ({id, name: 'Fast'})),
      minimal_client_version: '0.98.0',
      available_in_plans: model.plans ?? ['free', ...PAID],
      input_modalities: model.images === false ? ['text'] : ['text', 'image'],
      supports_parallel_tool_calls: true,
      base_instructions: `You are ${model.title}.`,
      supported_in_api: true,
      use_responses_lite: false,
      prefer_websockets: true,
    })),
  }
}

function model(slug: string, title: string, efforts: readonly string[], more: Partial<BackendModel>): BackendModel {
  return {slug, title, efforts, defaultEffort: 'medium', contextWindow: 272_000, tiers: [], ...more}
}

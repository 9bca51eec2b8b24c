import type {Launch, Model} from 'ccs/plugin'

/** The name of our provider inside OpenCode: `-m ccs/<model>`. */
export const PROVIDER = 'ccs'
/** Tokens of one answer; OpenCode wants a number beside the window. */
const LONGEST_ANSWER = 32_000

/** What may follow a model's id. */
const SUFFIX = /^(-(none|minimal|low|medium|high|xhigh|max))?(-fast)?$/

type Config = Readonly<Record<string, unknown>>

/** A configuration of the user's own in the environment keeps all that is not ours. */
export function mergeConfig(theirs: unknown, launch: Launch, keyVariable: string): Config {
  const config = isTable(theirs) ? theirs : {}
  const providers = isTable(config.provider) ? config.provider : {}
  return {
    ...config,
    provider: {...providers, [PROVIDER]: providerEntry(launch, keyVariable)},
    model: `${PROVIDER}/${launch.slots.default}`,
    // Titles and summaries.
    small_model: `${PROVIDER}/${launch.markedSlots.haiku}`,
  }
}

function providerEntry(launch: Launch, keyVariable: string) {
  const {slots, markedSlots, models, baseUrl, args} = launch
  const listed = models.filter(({hidden}) => !hidden).map(({id}) => id)
  const ids = new Set([slots.default, markedSlots.haiku, ...Object.values(slots), ...listed, ...askedIds(args, models)])
  return {
    // Comes with OpenCode; speaks the Responses protocol.
    npm: '@ai-sdk/openai',
    name: 'ccs',
    options: {baseURL: `${baseUrl}/v1`, apiKey: `{env:${keyVariable}}`},
    models: Object.fromEntries([...ids].map((id) => [id, modelEntry(id, launch)])),
  }
}

function modelEntry(id: string, {models, contextWindow}: Launch) {
  const base = baseOf(id, models)
  const context = base?.contextWindow ?? contextWindow
  return {
    name: base === undefined ? id : [base.name, ...id.slice(base.id.length).split(/[-@]/)].filter(Boolean).join(' '),
    limit: {context, output: Math.min(LONGEST_ANSWER, context)},
    tool_call: true,
    reasoning: base === undefined || base.efforts.length > 0,
    attachment: true,
    modalities: {input: ['text', 'image', 'pdf'], output: ['text']},
  }
}

/** Models that the words name with a suffix: OpenCode takes what is listed, nothing else. */
function askedIds(args: readonly string[], models: readonly Model[]): readonly string[] {
  const words = args.slice(0, args.includes('--') ? args.indexOf('--') : undefined)
  const named = words.map((word, index) =>
    /^(-m|--model)$/.test(words[index - 1] ?? '') ? word : word.replace(/^(-m|--model)=/, ''),
  )
  const ids = named.filter((word) => word.startsWith(`${PROVIDER}/`)).map((word) => word.slice(PROVIDER.length + 1))
  return ids.filter((id) => models.some((model) => id.startsWith(model.id) && SUFFIX.test(id.slice(model.id.length))))
}

/** The row that an id with suffixes belongs to. */
function baseOf(id: string, models: readonly Model[]): Model | undefined {
  const fitting = models.filter((model) => id === model.id || /^[-@]/.test(id.slice(model.id.length)))
  return fitting.filter((model) => id.startsWith(model.id)).sort((a, b) => b.id.length - a.id.length)[0]
}

function isTable(value: unknown): value is Config {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

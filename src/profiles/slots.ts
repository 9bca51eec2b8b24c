import type {ProviderPlugin, Slot} from '../contract/index.js'

/** The variable that holds each slot in a settings file. */
export const SLOT_VARIABLES = {
  default: 'ANTHROPIC_MODEL',
  opus: 'ANTHROPIC_DEFAULT_OPUS_MODEL',
  sonnet: 'ANTHROPIC_DEFAULT_SONNET_MODEL',
  haiku: 'ANTHROPIC_DEFAULT_HAIKU_MODEL',
  subagent: 'CLAUDE_CODE_SUBAGENT_MODEL',
} as const satisfies Readonly<Record<Slot, string>>

/** What ccs sets itself at each start; what an older ccs left of it in a settings file means nothing. */
const ROUTING: ReadonlySet<string> = new Set([
  'ANTHROPIC_BASE_URL',
  'ANTHROPIC_AUTH_TOKEN',
  'ANTHROPIC_API_KEY',
  ...Object.values(SLOT_VARIABLES),
])

type Env = Readonly<Record<string, string>>

/**
 * The model id of each slot, suffixes included. A slot that the settings leave out: opus, sonnet and subagent follow
 * the default they name; haiku is the provider's own, because its work is meant to be cheap.
 */
export function slotsOf(env: Env, provider: Pick<ProviderPlugin, 'slots'>): Readonly<Record<Slot, string>> {
  const own = env[SLOT_VARIABLES.default]
  const main = own || provider.slots.default
  const read = (slot: Slot, otherwise: string): string => env[SLOT_VARIABLES[slot]] || otherwise
  return {
    default: main,
    opus: read('opus', own || (provider.slots.opus ?? main)),
    sonnet: read('sonnet', own || (provider.slots.sonnet ?? main)),
    haiku: read('haiku', provider.slots.haiku ?? main),
    subagent: read('subagent', main),
  }
}

/** Slots as a settings file keeps them; the subagent's is only written when somebody chose one. */
export function writeSlots(slots: Readonly<Partial<Record<Slot, string>>>): Env {
  return Object.fromEntries(
    (Object.keys(SLOT_VARIABLES) as Slot[]).flatMap((slot) =>
      slots[slot] === undefined ? [] : [[SLOT_VARIABLES[slot], slots[slot]]],
    ),
  )
}

/** Variables of the settings file that are the user's own. */
export function foreignEnv(env: Env): Env {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ROUTING.has(name)))
}

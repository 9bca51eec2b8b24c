import type {Slot} from '../contract/index.js'
import {writeLaunchPath} from '../launch/launch-path.js'
import {markSlots} from '../models/slot-mark.js'
import type {Profile} from '../profiles/profile.js'
import {SLOT_VARIABLES} from '../profiles/slots.js'

export const FORMATS = ['anthropic', 'openai'] as const

export type Format = (typeof FORMATS)[number]

export interface ExportContext {
  readonly profile: Pick<Profile, 'name' | 'provider'>
  readonly slots: Readonly<Record<Slot, string>>
  /** Of the proxy: `http://127.0.0.1:8317`. */
  readonly origin: string
  readonly key: string
}

/** The variables by which another tool finds the proxy and the models of a profile. */
export function exportsOf(format: Format, context: ExportContext): Readonly<Record<string, string>> {
  return TABLE[format](context)
}

const TABLE: Readonly<Record<Format, (context: ExportContext) => Readonly<Record<string, string>>>> = {
  anthropic({slots, key, ...context}) {
    const {default: main, opus, sonnet, haiku} = markSlots(slots)
    return {
      ANTHROPIC_BASE_URL: baseOf(context),
      ANTHROPIC_AUTH_TOKEN: key,
      [SLOT_VARIABLES.default]: main,
      [SLOT_VARIABLES.opus]: opus,
      [SLOT_VARIABLES.sonnet]: sonnet,
      [SLOT_VARIABLES.haiku]: haiku,
    }
  },
  openai({slots, key, ...context}) {
    return {OPENAI_BASE_URL: `${baseOf(context)}/v1`, OPENAI_API_KEY: key, OPENAI_MODEL: slots.default}
  },
}

/** The path says whose models, account and effort count: a provider's own, or a variant's. */
function baseOf({profile, origin}: Pick<ExportContext, 'profile' | 'origin'>): string {
  const {name, provider} = profile
  return `${origin}${name === provider ? `/api/provider/${provider}` : writeLaunchPath({profile: name})}`
}

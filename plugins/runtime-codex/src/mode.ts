import type {Launch, Plan} from 'ccs/plugin'
import type {ConfigValue} from './overrides.js'

/** What a start for one run and a start in the user's own home differ in. */
export interface Mode {
  readonly config: Readonly<Record<string, ConfigValue | undefined>>
  readonly env: Plan['env']
  readonly edits: Plan['edits']
  /** Ids that Codex should know besides the provider's. */
  readonly models: readonly string[]
}

/** Codex appends `/responses`. */
export function baseUrlOf(launch: Launch): string {
  return `${launch.baseUrl}/v1`
}

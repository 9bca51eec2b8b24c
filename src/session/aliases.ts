/** The names that ccs is installed under besides `ccs`, and what each stands for. */
export interface Alias {
  readonly target: string
  /** Whether its first word may name a profile; else all words belong to the runtime. */
  readonly takesProfile: boolean
}

/** What follows `ccs` when nobody says. */
export const DEFAULT_PROFILE = 'codex'

export const ALIASES: Readonly<Record<string, Alias>> = {
  'ccs-codex': {target: 'codex', takesProfile: true},
  ccsx: {target: 'codex', takesProfile: true},
  ccsxp: {target: 'codex', takesProfile: false},
  'ccs-droid': {target: 'droid', takesProfile: true},
  ccsd: {target: 'droid', takesProfile: true},
}

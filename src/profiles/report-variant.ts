import type {Effort, PlanFallback} from '../contract/index.js'
import type {ModelSlot} from './check-fields.js'
import type {Examined} from './examine-variant.js'
import {type SentSlot, serviceTier, writeSent, writeSentSlots} from './sent.js'

/** What `--json` gives for a variant. */
export interface VariantReport {
  readonly name: string
  readonly command: string
  readonly provider: string
  readonly target: string | null
  readonly account: string | null
  readonly effort: Effort | null
  readonly settings: string
  readonly models: readonly SentReport[]
  /** Why it does not work as it is. */
  readonly problem: string | null
}

export interface SentReport {
  readonly slot: ModelSlot
  readonly written: string
  /** As it goes upstream; `null` for an id that means nothing. */
  readonly sent: {
    readonly model: string
    readonly effort: Effort | null
    readonly serviceTier: string | null
  } | null
  readonly fallback: PlanFallback | null
  readonly notes: readonly string[]
}

export function reportVariant({variant, sent, problem}: Examined): VariantReport {
  return {
    name: variant.name,
    command: `ccs ${variant.name}`,
    provider: variant.provider,
    target: variant.runtime ?? null,
    account: variant.account ?? null,
    effort: variant.effort ?? null,
    settings: variant.settingsFile,
    models: sent.map(reportSent),
    problem: problem ?? null,
  }
}

/** What it fixes, what each slot is sent as, and how it is started. */
export function writeVariant({variant, sent, problem}: Examined): readonly string[] {
  const {provider, runtime, account, effort, settingsFile} = variant
  const facts = {provider, target: runtime, account, effort, settings: settingsFile, problem}
  return [
    variant.name,
    ...Object.entries(facts).flatMap(([label, value]) => (value ? [`  ${label.padEnd(8)}  ${value}`] : [])),
    ...writeSentSlots(sent, 8).map((line) => `  ${line}`),
    ...(problem === undefined ? [`Start it: ccs ${variant.name} "…"`] : []),
  ]
}

/** `codex-fast  codex  gpt-5.4-high-fast -> gpt-5.4, …`, in columns. */
export function writeVariantList(all: readonly Examined[]): readonly string[] {
  const width = (words: readonly string[]) => Math.max(...words.map((word) => word.length))
  const names = width(all.map(({variant}) => variant.name))
  const providers = width(all.map(({variant}) => variant.provider))
  return all.map(({variant, sent: [first], problem}) => {
    const rest = problem === undefined && first !== undefined ? writeSent(first) : `(${problem})`
    return `${variant.name.padEnd(names)}  ${variant.provider.padEnd(providers)}  ${rest}`
  })
}

/** What a slot holds, and what becomes of it. */
export function reportSent({slot, written, sent, fallback, notes, error}: SentSlot): SentReport {
  return {
    slot,
    written,
    sent: sent === undefined ? null : reportChoice(sent),
    fallback: fallback ?? null,
    notes: error === undefined ? notes : [error, ...notes],
  }
}

function reportChoice({id, effort, tier}: NonNullable<SentSlot['sent']>): SentReport['sent'] {
  return {model: id, effort: effort ?? null, serviceTier: tier === undefined ? null : serviceTier(tier)}
}

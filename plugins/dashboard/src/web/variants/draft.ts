import type {Bootstrap, Effort, Slot, VariantInput, VariantView} from 'ccs/plugin'
import {asArgument} from '../parts/as-argument.js'

/** The slots that a variant chooses models for, and the variable of each. */
export const SLOTS: readonly (readonly [Slot, string, string])[] = [
  ['default', 'Default', 'ANTHROPIC_MODEL'],
  ['opus', 'Opus', 'ANTHROPIC_DEFAULT_OPUS_MODEL'],
  ['sonnet', 'Sonnet', 'ANTHROPIC_DEFAULT_SONNET_MODEL'],
  ['haiku', 'Haiku', 'ANTHROPIC_DEFAULT_HAIKU_MODEL'],
]

/** A variant as it stands in the form; an empty text is left open. */
export interface Draft {
  readonly name: string
  readonly provider: string
  readonly target: string
  readonly account: string
  readonly effort: Effort | ''
  readonly slots: Readonly<Partial<Record<Slot, string>>>
}

export function draftOf(variant: VariantView | undefined, bootstrap: Bootstrap): Draft {
  const provider = variant?.provider || (bootstrap.providers[0]?.id ?? 'codex')
  const {slots: own = {}, target = '', account = '', effort = ''} = variant ?? {}
  return {
    name: variant?.name ?? '',
    provider,
    target,
    account,
    effort,
    slots: {...slotsOf(provider, bootstrap), ...own},
  }
}

/** Another provider has other models and accounts. */
export function withProvider(draft: Draft, provider: string, bootstrap: Bootstrap): Draft {
  return {...draft, provider, account: '', slots: slotsOf(provider, bootstrap)}
}

export function inputOf({provider, target, account, effort, slots}: Draft): VariantInput {
  return {
    provider,
    ...(target !== '' && {target}),
    ...(account !== '' && {account}),
    ...(effort !== '' && {effort}),
    slots,
  }
}

/** The command that does what saving does. */
export function commandOf(draft: Draft, before: VariantView | undefined): string {
  const {default: model, opus, sonnet, haiku} = draft.slots
  const old = before?.slots
  const flags = Object.entries({
    provider: changed(draft.provider, before?.provider),
    model: changed(model, old?.default),
    opus: changed(opus, old?.opus),
    sonnet: changed(sonnet, old?.sonnet),
    haiku: changed(haiku, old?.haiku),
    target: changed(draft.target, before?.target),
    account: changed(draft.account, before?.account),
    effort: changed(draft.effort, before?.effort),
  }).flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag} ${asArgument(value)}`]))
  if (before === undefined) return `ccs cliproxy create ${asArgument(draft.name || 'NAME')} ${flags.join(' ')}`
  const name = asArgument(before.name)
  return flags.length === 0 ? `ccs cliproxy show ${name}` : `ccs cliproxy edit ${name} ${flags.join(' ')}`
}

function changed(value = '', before = ''): string | undefined {
  return value === before ? undefined : value
}

function slotsOf(provider: string, bootstrap: Bootstrap): Draft['slots'] {
  const {default: main, opus, sonnet, haiku} = bootstrap.providers.find(({id}) => id === provider)?.slots ?? {}
  return {default: main, opus, sonnet, haiku}
}

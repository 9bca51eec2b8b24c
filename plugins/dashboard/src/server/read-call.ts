import type {DashboardHost, Effort, Slot, UsageQuery, VariantInput} from 'ccs/plugin'
import {ApiError} from './api-error.js'
import {type Fields, fieldsOf} from './fields.js'

export function variantOf(body: Fields): VariantInput {
  const slots = fieldsOf(body.record('slots') ?? {})
  if (slots.optionalText('subagent') !== undefined) throw unkeptSlot('subagent')
  const provider = body.optionalText('provider')
  return {
    ...(provider !== undefined && {provider}),
    target: body.textOrNull('target'),
    account: body.textOrNull('account'),
    effort: body.textOrNull('effort') as VariantInput['effort'],
    slots: {
      default: slots.textOrNull('default'),
      opus: slots.textOrNull('opus'),
      sonnet: slots.textOrNull('sonnet'),
      haiku: slots.textOrNull('haiku'),
    },
  }
}

/** Refused by name rather than dropped: variants keep the slots that the commands have flags for. */
function unkeptSlot(name: Slot): ApiError {
  const message = `A variant chooses no model for "${name}"; it follows the default slot.`
  return new ApiError(422, 'invalid_field', message)
}

export function usageOf(query: URLSearchParams): UsageQuery {
  const by = oneOf(query.get('by') ?? 'model', ['account', 'model', 'day'] as const, 'by')
  const bucket = query.get('bucket')
  return {
    since: query.get('from') ?? '24h',
    until: query.get('to') ?? undefined,
    ...(bucket !== null && {bucket: oneOf(bucket, ['hour', 'day'] as const, 'bucket')}),
    by,
  }
}

export function pageOf(query: URLSearchParams): Parameters<DashboardHost['logs']>[0] {
  return Object.fromEntries(
    ['cursor', 'level', 'q', 'account', 'model'].map((name) => [name, query.get(name) ?? undefined]),
  )
}

/** What is asked of a model's id. */
export function questionOf(body: Fields): Parameters<DashboardHost['resolveModel']>[1] {
  return {
    id: body.text('id'),
    slot: slotOf(body.optionalText('slot')),
    accountId: body.optionalText('accountId'),
    effort: body.optionalText('effort') as Effort | undefined,
  }
}

function slotOf(slot: string | undefined): Slot | undefined {
  return slot === undefined
    ? undefined
    : oneOf(slot, ['default', 'opus', 'sonnet', 'haiku', 'subagent'] as const, 'slot')
}

export function oneOf<T extends string>(value: string, allowed: readonly T[], name: string): T {
  const found = allowed.find((one) => one === value)
  if (found === undefined) throw new ApiError(422, 'invalid_field', `"${name}" must be one of ${allowed.join(', ')}.`)
  return found
}

import type {RelayRequest} from '../../../contract/index.js'
import {turnError} from '../../../errors/turn-error.js'
import type {Note} from '../../dropped.js'
import {type Json, object, text, unlessSame} from '../../json.js'
import {sealOf} from './sealed-items.js'

/** Characters. */
const LONGEST_ID = 64

/** The input, each item as it came unless the backend would refuse it so; the same list where that holds for all. */
export function writeItems(input: unknown, foreign: RelayRequest['foreign'], note: Note): readonly unknown[] {
  const words = text(input)
  if (words !== undefined) return [{type: 'message', role: 'user', content: [{type: 'input_text', text: words}]}]
  if (!Array.isArray(input)) throw refuse('input: text or a list of items is required')
  const items = input.flatMap((item) => {
    const reason = reasonToDrop(object(item), foreign)
    if (reason !== undefined) note(reason)
    return reason === undefined ? [writeItem(item, note)] : []
  })
  return unlessSame(input, items)
}

/** Marked by us for another provider of the same session. */
const OURS = /^ccs1\./

function reasonToDrop(item: Json, foreign: RelayRequest['foreign']): string | undefined {
  if (item.type === 'item_reference') return 'item item_reference'
  if (item.type === 'reasoning' && !item.encrypted_content) return 'item reasoning'
  const seal = sealOf(item)
  return seal !== undefined && (foreign.has(seal.content) || OURS.test(seal.content)) ? seal.name : undefined
}

/** The same object when nothing about it must change. */
function writeItem(source: unknown, note: Note): unknown {
  const item = object(source)
  const isLong = typeof item.id === 'string' && item.id.length > LONGEST_ID
  const isSystem = item.role === 'system'
  if (!isLong && !isSystem) return source
  const {id, ...rest} = item
  if (isLong) note('item id')
  return {...(isLong || id === undefined ? {} : {id}), ...rest, ...(isSystem ? {role: 'developer'} : {})}
}

function refuse(message: string) {
  return turnError({blame: 'request', kind: 'invalid-request', message, status: 400})
}

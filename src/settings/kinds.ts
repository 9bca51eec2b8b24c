import {readDuration} from '../config/duration.js'
import {EFFORT_LEVELS, readEffort} from '../models/effort.js'
import {STRATEGIES, strategyOf} from '../proxy/strategies.js'

/** What a setting may hold. */
export interface Kind {
  /** Goes on from "must be". */
  readonly expected: string
  /** What was typed, as the value that the file gets. */
  readonly read: (typed: string) => unknown
  readonly is: (value: unknown) => boolean
}

const asTyped = (typed: string): unknown => typed
const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''

export const TEXT: Kind = {expected: 'a text', read: asTyped, is: isText}

export const WHOLE_NUMBER: Kind = {
  expected: 'a whole number',
  read: readNumber,
  is: (value) => Number.isInteger(value),
}

export const PORT: Kind = {
  expected: 'a number from 0 to 65535',
  read: readNumber,
  is: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535,
}

const FLAGS: Readonly<Record<string, boolean>> = {true: true, on: true, yes: true, false: false, off: false, no: false}

export const FLAG: Kind = {
  expected: 'true or false',
  read: (typed) => (Object.hasOwn(FLAGS, typed.toLowerCase()) ? FLAGS[typed.toLowerCase()] : typed),
  is: (value) => typeof value === 'boolean',
}

export const DURATION: Kind = {
  expected: 'a time such as 30m, 1h or 2d',
  read: asTyped,
  is: (value) => isText(value) && (readDuration(value) ?? 0) > 0,
}

export const EFFORT: Kind = {
  expected: `one of ${EFFORT_LEVELS.join(', ')}`,
  read: asTyped,
  is: (value) => isText(value) && readEffort(value) !== undefined,
}

export const STRATEGY: Kind = {
  expected: `one of ${STRATEGIES.map(({id}) => id).join(', ')}`,
  read: asTyped,
  is: (value) => isText(value) && strategyOf(value) !== undefined,
}

export const ADDRESS: Kind = {
  expected: 'an address such as http://proxy.example:3128',
  read: asTyped,
  is: (value) => value === '' || (isText(value) && /^(https?|socks5h?):$/.test(protocolOf(value))),
}

function readNumber(typed: string): unknown {
  return /^-?\d+$/.test(typed.trim()) ? Number(typed) : typed
}

function protocolOf(address: string): string {
  return URL.canParse(address) ? new URL(address).protocol : ''
}

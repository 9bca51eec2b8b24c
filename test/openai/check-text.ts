import type {Json} from './json.js'
import {invalid, type Refusal} from './refusal.js'

/** Half a surrogate pair is no Unicode, and NUL fits no text column. */
export function checkText(body: Json): Refusal | undefined {
  return hasBrokenText(body)
    ? invalid('We could not parse the JSON body of your request: it contains invalid Unicode.', null)
    : undefined
}

function hasBrokenText(value: unknown): boolean {
  if (typeof value === 'string') return /\0|\p{Surrogate}/u.test(value)
  if (Array.isArray(value)) return value.some(hasBrokenText)
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, held]) => hasBrokenText(key) || hasBrokenText(held))
}

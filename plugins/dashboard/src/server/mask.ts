import {createHmac, randomBytes} from 'node:crypto'
import {ApiError} from './api-error.js'

/** A text, and where it holds secrets. */
export interface SecretText {
  readonly text: string
  readonly secrets: readonly {readonly start: number; readonly end: number}[]
}

export interface Mask {
  /** The text with each secret replaced by `<ccs:kept:…>`; everything else stays byte for byte. */
  hide(shown: SecretText): string
  /** The text with the placeholders filled in again from `current`; a placeholder of nothing is refused. */
  restore(text: string, current: SecretText): string
}

const PLACEHOLDER = /<ccs:kept:([0-9a-f]{8})>/g

export function makeMask(salt: Buffer = randomBytes(32)): Mask {
  const name = (value: string) => createHmac('sha256', salt).update(value).digest('hex').slice(0, 8)
  return {
    hide: ({text, secrets}) => replace(text, secrets, (value) => `<ccs:kept:${name(value)}>`),
    restore(text, current) {
      const known = new Map(valuesOf(current).map((value) => [name(value), value]))
      return text.replace(PLACEHOLDER, (placeholder, id: string) => {
        const value = known.get(id)
        if (value !== undefined) return value
        throw new ApiError(422, 'unknown_placeholder', `${placeholder} stands for no value of this file.`)
      })
    },
  }
}

function valuesOf({text, secrets}: SecretText): readonly string[] {
  return secrets.map(({start, end}) => text.slice(start, end))
}

/** From the end, so that the places before it still hold. */
function replace(text: string, secrets: SecretText['secrets'], write: (value: string) => string): string {
  return secrets.reduceRight(
    (rest, {start, end}) => `${rest.slice(0, start)}${write(text.slice(start, end))}${rest.slice(end)}`,
    text,
  )
}

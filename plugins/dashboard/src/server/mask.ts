import {createHmac, randomBytes} from 'node:crypto'
import {ApiError} from './api-error.js'

/** A text, and where it holds secrets. */
export interface SecretText {
  readonly text: string
  /** `bare`: without quotes; its placeholder brings some, so that the text can still be read. */
  readonly secrets: readonly {readonly start: number; readonly end: number; readonly bare?: boolean}[]
}

export interface Mask {
  /** The text with each secret replaced by `<ccs:kept:…>`; everything else stays byte for byte. */
  hide(shown: SecretText): string
  /** The text with the placeholders filled in again from `current`; a placeholder of nothing is refused. */
  restore(text: string, current: SecretText): string
  /** Where a place of the restored text is in the text with placeholders. */
  shownPlace(place: Place, text: string, current: SecretText): Place
}

/** Counted from one. */
export interface Place {
  readonly line: number
  readonly column: number
}

export class UnknownPlaceholder extends ApiError {
  readonly place: Place

  constructor(placeholder: string, place: Place) {
    super(422, 'unknown_placeholder', `${placeholder} stands for no value of this file.`)
    this.place = place
  }
}

const PLACEHOLDER = /<ccs:kept:([0-9a-f]{8})>/g

interface Secret {
  readonly value: string
  readonly bare: boolean
}

/** A stretch of a text, and what belongs there in its place. */
interface Piece extends Secret {
  readonly start: number
  readonly end: number
}

export function makeMask(salt: Buffer = randomBytes(32)): Mask {
  const name = ({value, bare}: Secret) =>
    createHmac('sha256', salt).update(`${bare} ${value}`).digest('hex').slice(0, 8)
  const write = (secret: Secret) => (secret.bare ? `"<ccs:kept:${name(secret)}>"` : `<ccs:kept:${name(secret)}>`)
  const kept = (text: string, current: SecretText): readonly Piece[] => {
    const known = new Map(secretsOf(current).map((secret) => [name(secret), secret]))
    return [...text.matchAll(PLACEHOLDER)].map(({index, 0: placeholder, 1: id = ''}) => {
      const secret = known.get(id)
      if (secret === undefined) throw new UnknownPlaceholder(placeholder, placeOf(text, index))
      const end = index + placeholder.length
      const quotes = secret.bare && text[index - 1] === '"' && text[end] === '"' ? 1 : 0
      return {...secret, start: index - quotes, end: end + quotes}
    })
  }
  return {
    hide: (shown) => replace(shown.text, secretsOf(shown), write),
    restore: (text, current) => replace(text, kept(text, current), ({value}) => value),
    shownPlace({line, column}, text, current) {
      const pieces = kept(text, current)
      const lines = replace(text, pieces, ({value}) => value).split('\n')
      const offset = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0) + column - 1
      return placeOf(text, shownOffset(offset, pieces))
    },
  }
}

function secretsOf({text, secrets}: SecretText): readonly Piece[] {
  return secrets.map(({start, end, bare = false}) => ({start, end, value: text.slice(start, end), bare}))
}

/** From the end, so that the places before it still hold. */
function replace(text: string, pieces: readonly Piece[], write: (piece: Piece) => string): string {
  return pieces.reduceRight(
    (rest, piece) => `${rest.slice(0, piece.start)}${write(piece)}${rest.slice(piece.end)}`,
    text,
  )
}

/** Inside a value, it is where its placeholder begins. */
function shownOffset(offset: number, pieces: readonly Piece[]): number {
  let longer = 0
  for (const {start, end, value} of pieces) {
    const from = start + longer
    if (offset < from) break
    if (offset < from + value.length) return start
    longer += value.length - (end - start)
  }
  return offset - longer
}

function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset)
  return {line: before.split('\n').length, column: before.length - before.lastIndexOf('\n')}
}

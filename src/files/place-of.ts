/** Counted from one, as editors do. */
export interface PlaceInText {
  readonly line: number
  readonly column: number
}

/** Where an offset of a text is; without one, its end. */
export function placeOf(text: string, offset?: number): PlaceInText {
  const before = text.slice(0, offset)
  return {line: before.split('\n').length, column: before.length - before.lastIndexOf('\n')}
}

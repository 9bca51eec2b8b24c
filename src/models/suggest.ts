/** The candidates closest to a mistyped word, nearest first, none that is mostly different. */
export function suggest(word: string, candidates: readonly string[], count = 3): readonly string[] {
  const lower = word.toLowerCase()
  const furthest = Math.max(2, Math.floor(lower.length / 3))
  return candidates
    .map((candidate, order) => ({candidate, order, distance: distance(lower, candidate.toLowerCase())}))
    .filter((found) => found.distance <= furthest)
    .sort((a, b) => a.distance - b.distance || a.order - b.order)
    .slice(0, count)
    .map((found) => found.candidate)
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
export function distance(from: string, to: string): number {
  const a = [...from]
  const b = [...to]
  let before: readonly number[] = []
  let previous: readonly number[] = Array.from({length: b.length + 1}, (_, index) => index)
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1]
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      current[column] = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (same ? 0 : 1),
        swapped ? at(before, column - 2) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    before = previous
    previous = current
  }
  return at(previous, b.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}

import {diffArrays} from 'diff'

type Lines = readonly string[]

/** Lines of one text that stand in the place of lines of another. */
interface Pair {
  readonly one: Lines
  readonly other: Lines
}

interface Hunk extends Pair {
  readonly same: boolean
}

/**
 * Makes an edit in the text that somebody wrote: `plain` is what a library makes of it, `edited` the same after the edit.
 * Lines that the edit leaves alone stay as they were written.
 */
export function keepLines(written: string, plain: string, edited: string): string {
  const before = plain.split('\n')
  const changes = changesOf(before, edited.split('\n'))
  let at = 0
  const lines = linesApart(hunksOf(before, written.split('\n'), isSameButForSpaces)).flatMap(({one, other}) => {
    const rows = one.map((line, row) => ({line, ...changes[at + row]}))
    at += one.length
    const isKept = rows.every(({gone, added}, row) => gone !== true && (row === 0 || added === undefined))
    if (isKept) return [...(rows[0]?.added ?? []), ...other]
    return rows.flatMap(({line, gone, added = []}) => (gone === true ? added : [...added, line]))
  })
  return [...lines, ...(changes[at]?.added ?? [])].join('\n')
}

function isSameButForSpaces(one: string, other: string): boolean {
  return one.replace(/\s/g, '') === other.replace(/\s/g, '')
}

function hunksOf(one: Lines, other: Lines, comparator?: (one: string, other: string) => boolean): readonly Hunk[] {
  const hunks: Hunk[] = []
  let [from, to] = [0, 0]
  for (const {added, removed, count} of diffArrays([...one], [...other], {comparator})) {
    const last = added || removed ? hunks.at(-1) : undefined
    const before = last?.same === false ? hunks.pop() : undefined
    const next = [from + (added ? 0 : count), to + (removed ? 0 : count)] as const
    hunks.push({
      same: !added && !removed,
      one: [...(before?.one ?? []), ...one.slice(from, next[0])],
      other: [...(before?.other ?? []), ...other.slice(to, next[1])],
    })
    ;[from, to] = next
  }
  return hunks
}

/** Line by line where there are as many of them on both sides. */
function linesApart(pairs: readonly Pair[]): readonly Pair[] {
  return pairs.flatMap<Pair>(({one, other}) =>
    one.length === other.length
      ? one.map((line, row) => ({one: [line], other: other.slice(row, row + 1)}))
      : [{one, other}],
  )
}

/** By the number of a line: whether it is gone, and what comes before it. */
type Changes = Readonly<Record<number, {readonly gone?: boolean; readonly added?: Lines}>>

function changesOf(before: Lines, after: Lines): Changes {
  let at = 0
  const changes = hunksOf(before, after).flatMap(({same, one, other}) => {
    const [first, ...rest] = [...one.keys()].map((row) => at + row)
    const begin = at
    at += one.length
    if (same) return []
    return [[begin, {gone: first !== undefined, added: other}], ...rest.map((row) => [row, {gone: true}])]
  })
  return Object.fromEntries(changes)
}

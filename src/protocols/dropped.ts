/** What a request may say and cannot be carried, with the reason; a row that ends in ` *` speaks for a family. */
export type DroppedTable = Readonly<Record<string, string>>

/** Names what is dropped. */
export type Note = (name: string) => void

/** Of what is dropped, in characters; names may be anything that a client wrote. */
const LONGEST_NAME = 80

export function noteInto(dropped: Set<string>): Note {
  return (name) => void dropped.add(name.slice(0, LONGEST_NAME))
}

/** The row that explains a name, e.g. `block fancy` by `block *`. */
export function reasonFor(table: DroppedTable, name: string): string | undefined {
  if (Object.hasOwn(table, name)) return table[name]
  const row = Object.keys(table)
    .filter((key) => key.endsWith(' *') && name.startsWith(key.slice(0, -1)))
    .sort((a, b) => b.length - a.length)[0]
  return row === undefined ? undefined : table[row]
}

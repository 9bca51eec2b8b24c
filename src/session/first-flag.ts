/** What stands in place of a command, in short and in full. After a profile, both belong to the runtime. */
const IN_FULL: Readonly<Record<string, string>> = {'-h': '--help', '-v': '--version'}

export function firstFlagInFull(words: readonly string[]): readonly string[] {
  const [first, ...rest] = words
  const full = first === undefined ? undefined : IN_FULL[first]
  return full === undefined ? words : [full, ...rest]
}

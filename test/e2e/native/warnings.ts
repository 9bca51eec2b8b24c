/** What the place of the test home and a machine without bubblewrap make Codex say. */
const OF_THE_PLACE = [/PATH aliases/, /find bubblewrap/]

/** Lines in which Codex, or ccs, complains. */
export function warningsOf(stderr: string): readonly string[] {
  const complaints = stderr.split('\n').filter((line) => /^(warning|error|\[ccs\])|\bERROR\b/i.test(line))
  return complaints.filter((line) => !OF_THE_PLACE.some((one) => one.test(line)))
}

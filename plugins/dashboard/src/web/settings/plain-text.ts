const ENDS = /\r\n|\r|\n/g

/** The text as a text field has it: each line ends in one line feed, whatever stood there. */
export function plainOf(text: string): string {
  return text.replace(ENDS, '\n')
}

/** An edited text with the line ends of the file: a line that stood there keeps its own, a new one gets what most have. */
export function asIn(file: string, edited: string): string {
  const usual = mostOf(file.match(ENDS) ?? [])
  const kept = endsByLine(file)
  const lines = edited.split('\n')
  const last = lines.pop() ?? ''
  return `${lines.map((line) => line + (kept.get(line)?.shift() ?? usual)).join('')}${last}`
}

/** Of each line of text, the ends that it has in the file, first to last. */
function endsByLine(file: string): ReadonlyMap<string, string[]> {
  const ends = new Map<string, string[]>()
  for (const [, line = '', end = ''] of file.matchAll(/([^\r\n]*)(\r\n|\r|\n)/g))
    ends.set(line, [...(ends.get(line) ?? []), end])
  return ends
}

function mostOf(ends: readonly string[]): string {
  const count = (end: string) => ends.filter((one) => one === end).length
  return ['\n', '\r\n', '\r'].reduce((most, end) => (count(end) > count(most) ? end : most))
}

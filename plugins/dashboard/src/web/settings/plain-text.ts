const MARK = '\uFEFF'
const ENDS = /\r\n|\r|\n/g

/** The text as it is edited: no byte order mark, and each line ends in one line feed, as a text field has it. */
export function plainOf(file: string): string {
  return unmarked(file).replace(ENDS, '\n')
}

/**
 * An edited text with the byte order mark and the line ends of the file: a line that stood there keeps its own end, a new
 * one gets what most have.
 */
export function asIn(file: string, edited: string): string {
  const mark = file.startsWith(MARK) ? MARK : ''
  const usual = mostOf(file.match(ENDS) ?? [])
  const kept = endsByLine(unmarked(file))
  const lines = edited.split('\n')
  const last = lines.pop() ?? ''
  return `${mark}${lines.map((line) => line + (kept.get(line)?.shift() ?? usual)).join('')}${last}`
}

function unmarked(file: string): string {
  return file.startsWith(MARK) ? file.slice(MARK.length) : file
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

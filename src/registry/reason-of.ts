/** What somebody's code threw, in words; never empty, whatever it was. */
export function reasonOf(thrown: unknown): string {
  const {message} = Object(thrown) as {readonly message?: unknown}
  if (typeof message === 'string' && message !== '') return message
  if (typeof thrown === 'string' && thrown !== '') return thrown
  try {
    return `it threw ${String(thrown) || 'nothing'}`
  } catch {
    return 'it threw something that has no text'
  }
}

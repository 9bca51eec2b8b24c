const LONGEST_QUOTE = 400

/** One line, not too long, without anything that looks like a key. */
export function quote(words: string): string {
  const line = words
    .replace(/\s+/g, ' ')
    .replace(/\b(sk-|eyJ|Bearer )[\w.~+/*-]{8,}/g, '[redacted]')
    .trim()
  return line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE)}…` : line
}

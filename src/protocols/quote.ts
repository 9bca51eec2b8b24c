import {redact} from '../errors/redact.js'

const LONGEST_QUOTE = 400

/** One line, not too long, without anything that looks like a key. */
export function quote(words: string): string {
  const line = redact(words.replace(/\s+/g, ' ').trim())
  return line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE)}…` : line
}

import type {Json} from '../json.js'

const NUMBER = '(0|[1-9]\\d*)'
const PLAIN = '([^"\\\\\\x00-\\x1f]*)'
const ESCAPED = '((?:[^"\\\\\\x00-\\x1f]|\\\\(?:["\\\\/bfnrt]|u[0-9a-fA-F]{4}))*)'

/** A delta event in the order of keys that OpenAI writes; anything else about it, and it is no match. */
const DELTA = new RegExp(
  `^\\{"type":"(response\\.[a-z_]+\\.delta)"(?:,"sequence_number":${NUMBER})?,"item_id":"${PLAIN}"` +
    `,"output_index":${NUMBER}(?:,"(content|summary)_index":${NUMBER})?,"delta":"${ESCAPED}"` +
    `(?:,"sequence_number":${NUMBER})?(?:,"logprobs":\\[\\])?(?:,"obfuscation":"${PLAIN}")?\\}$`,
)
/** Characters. Longer messages are rare, and matching one would need memory for each character. */
const LONGEST = 2000

/**
 * The fields of a delta that are read, without parsing the rest: nearly all messages of a stream are deltas, and
 * parsing them is most of the work. `undefined` for whatever is not surely the same as its JSON.
 */
export function scanDelta(message: string): Json | undefined {
  const found = message.length > LONGEST ? null : DELTA.exec(message)
  if (found === null) return undefined
  const [, type, , item_id, output_index, kind, index, delta = ''] = found
  return {
    type,
    item_id,
    output_index: Number(output_index),
    content_index: kind === 'content' ? Number(index) : undefined,
    summary_index: kind === 'summary' ? Number(index) : undefined,
    delta: delta.includes('\\') ? JSON.parse(`"${delta}"`) : delta,
  }
}

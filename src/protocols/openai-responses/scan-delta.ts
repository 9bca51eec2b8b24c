import type {Json} from '../json.js'

const NUMBER = '(0|[1-9]\\d*)'
const PLAIN = '([^"\\\\\\x00-\\x1f]*)'
const ESCAPED = '((?:[^"\\\\\\x00-\\x1f]|\\\\(?:["\\\\/bfnrt]|u[0-9a-fA-F]{4}))*)'
const TYPE = '^\\{"type":"(response\\.[a-z_]+\\.delta)"'
const SEQUENCE = '(?:,"sequence_number":(?:0|[1-9]\\d*))?'
const PADDING = '(?:,"logprobs":\\[\\])?(?:,"obfuscation":"[^"\\\\\\x00-\\x1f]*")?'

type Read = (found: RegExpExecArray) => Json

/** The orders of keys in which OpenAI writes a delta event; anything else about it, and it is no match. */
const ORDERS: readonly (readonly [delta: RegExp, read: Read])[] = [
  [
    new RegExp(
      `${TYPE}(?:,"content_index":${NUMBER})?,"delta":"${ESCAPED}","item_id":"${PLAIN}"${PADDING}` +
        `,"output_index":${NUMBER}${SEQUENCE}(?:,"summary_index":${NUMBER})?\\}$`,
    ),
    ([, type, content, delta, item, output, summary]) => eventOf({type, item, output, content, summary, delta}),
  ],
  [
    new RegExp(
      `${TYPE}${SEQUENCE},"item_id":"${PLAIN}","output_index":${NUMBER}(?:,"content_index":${NUMBER})?` +
        `(?:,"summary_index":${NUMBER})?,"delta":"${ESCAPED}"${SEQUENCE}${PADDING}\\}$`,
    ),
    ([, type, item, output, content, summary, delta]) => eventOf({type, item, output, content, summary, delta}),
  ],
]
/** Characters. Longer messages are rare, and matching one would need memory for each character. */
const LONGEST = 2000

/**
 * The fields of a delta that are read, without parsing the rest: nearly all messages of a stream are deltas, and
 * parsing them is most of the work. `undefined` for whatever is not surely the same as its JSON.
 */
export function scanDelta(message: string): Json | undefined {
  if (message.length > LONGEST) return undefined
  for (const [order, read] of ORDERS) {
    const found = order.exec(message)
    if (found !== null) return read(found)
  }
  return undefined
}

type Texts = Readonly<Record<'type' | 'item' | 'output' | 'content' | 'summary' | 'delta', string | undefined>>

function eventOf({type, item, output, content, summary, delta = ''}: Texts): Json {
  return {
    type,
    item_id: item,
    output_index: Number(output),
    content_index: content === undefined ? undefined : Number(content),
    summary_index: summary === undefined ? undefined : Number(summary),
    delta: delta.includes('\\') ? JSON.parse(`"${delta}"`) : delta,
  }
}

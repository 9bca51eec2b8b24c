const BYTE_ORDER_MARK = 0xfeff

/** A mark of the byte order may stand before all text; nothing else looks past it. */
export function withoutMark(text: string): string {
  return text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text
}

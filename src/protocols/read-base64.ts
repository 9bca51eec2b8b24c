export interface Decoded {
  /** Base64 as upstreams want it: no line breaks, the standard alphabet. */
  readonly data: string
  readonly bytes: Uint8Array
}

/** `undefined` for text that is not base64. Decoding is the fastest check there is. */
export function readBase64(text: string): Decoded | undefined {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length === 0) return undefined
  if (isStandard(text) && bytes.length === Buffer.byteLength(text, 'base64')) return {data: text, bytes}
  const bare = text.replace(/^data:[^,]*,/, '').replace(/\s/g, '')
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(bare)) return undefined
  const decoded = Buffer.from(bare, 'base64')
  return {data: decoded.toString('base64'), bytes: decoded}
}

function isStandard(text: string): boolean {
  return text.length % 4 === 0 && !text.includes('-') && !text.includes('_')
}

/** Bytes as text, one character each: places in it are places in the bytes. */
export function latin(bytes: Uint8Array, from = 0, to = bytes.length): string {
  return bufferOf(bytes).toString('latin1', from, to)
}

/** The same bytes, not a copy. */
export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

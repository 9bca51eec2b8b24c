import {promisify} from 'node:util'
import {brotliDecompress, gunzip, inflate} from 'node:zlib'
import {decompress} from 'fzstd'

type Unpacker = (bytes: Buffer, largest: number) => Promise<Buffer>

const limited =
  (unzip: (bytes: Buffer, options: {readonly maxOutputLength: number}) => Promise<Buffer>): Unpacker =>
  (bytes, maxOutputLength) =>
    unzip(bytes, {maxOutputLength})

/** By the word of `content-encoding`. */
export const unpackers: Readonly<Record<string, Unpacker>> = {
  gzip: limited(promisify(gunzip)),
  'x-gzip': limited(promisify(gunzip)),
  deflate: limited(promisify(inflate)),
  br: limited(promisify(brotliDecompress)),
  zstd: async (bytes, largest) => {
    const size = declaredSize(bytes)
    if (size !== undefined && size > largest) throw new Error('too large')
    const whole = decompress(bytes)
    if (whole.length > largest) throw new Error('too large')
    return Buffer.from(whole.buffer, whole.byteOffset, whole.byteLength)
  },
}

/** The content size in the frame's header (RFC 8878, 3.1.1.1), so that a bomb is refused before it is unpacked. */
function declaredSize(bytes: Buffer): number | undefined {
  const descriptor = bytes[4]
  if (descriptor === undefined) return undefined
  const flag = descriptor >> 6
  const single = (descriptor >> 5) & 1
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0
  const at = 5 + (single === 1 ? 0 : 1) + dictionary
  if (flag === 0) return single === 1 ? bytes[at] : undefined
  if (flag === 1) return bytes.readUInt16LE(at) + 256
  return flag === 2 ? bytes.readUInt32LE(at) : Number(bytes.readBigUInt64LE(at))
}

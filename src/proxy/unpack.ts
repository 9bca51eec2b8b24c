import {promisify} from 'node:util'
import {brotliDecompress, gunzip, inflate} from 'node:zlib'
import {unpackZstd} from './unpack-zstd.js'

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
  zstd: unpackZstd,
}

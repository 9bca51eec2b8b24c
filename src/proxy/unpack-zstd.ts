import {setImmediate} from 'node:timers/promises'
import {Decompress} from 'fzstd'

/** Bytes; the most that one block may give (RFC 8878, 3.1.1.2.3). A run of one letter says it in four bytes. */
const LARGEST_BLOCK = 128 * 1024
/** Bytes; what a sender over HTTP may ask us to remember (RFC 9659). The library moves all of it for each block. */
const LARGEST_WINDOW = 8 * 1024 * 1024
/** Enough for a whole body in pieces of 2 KiB; encoders fill their blocks. */
const MOST_BLOCKS = 16 * 1024

/**
 * Rejects for what is not zstd, and before more than `largest` bytes and one block are held. The library would unpack
 * whatever it is given in one go: it is given one block at a time, and others are served between two of them.
 */
export async function unpackZstd(bytes: Buffer, largest: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  const stream = new Decompress((chunk) => {
    size += chunk.length
    if (size > largest) throw new Error('too large')
    chunks.push(chunk)
  })
  for (const piece of pieces(bytes, largest)) {
    stream.push(piece)
    await setImmediate()
  }
  stream.push(new Uint8Array(), true)
  return Buffer.concat(chunks)
}

/** Frame after frame: its head, each of its blocks, its checksum. Throws where a piece is cut off or too large. */
function* pieces(bytes: Buffer, largest: number): Generator<Buffer, void, undefined> {
  let at = 0
  let blocks = 0
  const until = (end: number): Buffer => {
    const piece = bytes.subarray(at, end)
    at = end
    return piece
  }
  while (at < bytes.length) {
    if (isSkippable(bytes, at)) {
      yield until(at + 8 + bytes.readUInt32LE(at + 4))
      continue
    }
    const {end, checksum} = readHead(bytes, at, largest)
    yield until(end)
    for (let isLast = false; !isLast; blocks += 1) {
      if (blocks === MOST_BLOCKS) throw new Error('too many blocks')
      const block = readBlock(bytes, at)
      isLast = block.isLast
      yield until(block.end)
    }
    yield until(at + checksum)
  }
}

/** A frame that carries nothing for us (RFC 8878, 3.1.2). */
function isSkippable(bytes: Buffer, at: number): boolean {
  return bytes.readUInt32LE(at) >>> 4 === 0x184d2a5
}

/** Where the first block begins, and how many bytes follow the last one (RFC 8878, 3.1.1.1). */
function readHead(bytes: Buffer, from: number, largest: number): {readonly end: number; readonly checksum: number} {
  const descriptor = bytes.readUInt8(from + 4)
  const isSingle = (descriptor & 0x20) !== 0
  const at = from + (isSingle ? 5 : 6) + ([0, 1, 2, 4][descriptor & 3] ?? 0)
  const [length, size] = readSize(bytes, at, descriptor >> 6 === 0 && isSingle ? 1 : LENGTHS[descriptor >> 6])
  if (size > largest || (isSingle ? size : windowSize(bytes.readUInt8(from + 5))) > LARGEST_WINDOW)
    throw new Error('too large')
  return {end: at + length, checksum: (descriptor & 4) === 0 ? 0 : 4}
}

/** Bytes in which the size of the content is said, by the descriptor's first two bits. */
const LENGTHS = [0, 2, 4, 8]

function readSize(bytes: Buffer, at: number, length = 0): readonly [length: number, size: number] {
  if (length === 0) return [0, 0]
  if (length === 8) return [8, Number(bytes.readBigUInt64LE(at))]
  return [length, bytes.readUIntLE(at, length) + (length === 2 ? 256 : 0)]
}

/** RFC 8878, 3.1.1.1.2. */
function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3))
  return base + (base / 8) * (descriptor & 7)
}

/** RFC 8878, 3.1.1.2: a run holds its one letter, all others as many bytes as they say. */
function readBlock(bytes: Buffer, from: number): {readonly isLast: boolean; readonly end: number} {
  const head = bytes.readUIntLE(from, 3)
  const size = head >> 3
  if (size > LARGEST_BLOCK) throw new Error('too large')
  const isRun = ((head >> 1) & 3) === 1
  return {isLast: (head & 1) === 1, end: from + 3 + (isRun ? 1 : size)}
}

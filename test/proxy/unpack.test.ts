import {expect} from 'chai'
import {unpackers} from '../../src/proxy/unpack.js'

const MIB = 1024 * 1024
const LARGEST = 32 * MIB
/** `hello ` five hundred times, as the `zstd` program packs a file and a stream, with a checksum and without. */
const HELLO = Buffer.from('hello '.repeat(500))
const FILE = Buffer.from('KLUv/WS4Cm0AADBoZWxsbyABAK+LX4q4gXTn', 'base64')
const STREAM = Buffer.from('KLUv/QBYbQAAMGhlbGxvIAEAr4tfig==', 'base64')

describe('a body packed with zstd', () => {
  const unpack = (packed: Buffer) => unpackers.zstd?.(packed, LARGEST) ?? Promise.reject(new Error('unknown'))
  const refusal = (packed: Buffer) =>
    unpack(packed).then(
      ({length}) => `${length} bytes`,
      () => 'refused',
    )

  it('is unpacked however its frames are written', async () => {
    const skippable = Buffer.concat([Buffer.from([0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0]), Buffer.from('abc')])
    const all = await Promise.all([
      unpack(FILE),
      unpack(STREAM),
      unpack(Buffer.concat([FILE, skippable, STREAM, STREAM])),
      unpack(frame([run(1, true)])),
      unpack(Buffer.alloc(0)),
    ])
    expect(all.map(String)).to.deep.equal([HELLO, HELLO, `${HELLO}${HELLO}${HELLO}`, ' ', ''].map(String))
  })

  it('is refused where it is cut off, is none, or asks for more than any encoder', async () => {
    const declared = Buffer.concat([MAGIC, Buffer.from([0x80, 8 << 3]), number(LARGEST + 1), run(1, true)])
    const vast = frame([run(1, true)], 21 << 3)
    const single = Buffer.concat([MAGIC, Buffer.from([0xa0]), number(9 * MIB), run(1, true)])
    const wide = frame([run(128 * 1024 + 1, true)])
    const many = frame([...Array<Buffer>(20_000).fill(run(1)), run(1, true)])
    const bad = [FILE.subarray(0, -1), STREAM.subarray(0, -3), HELLO, declared, vast, single, wide, many]
    expect(await Promise.all(bad.map(refusal))).to.deep.equal(bad.map(() => 'refused'))
  })

  it('grows to no more than is taken of it, and lets others be served meanwhile', async () => {
    const bomb = frame([...Array<Buffer>(4800).fill(run(128 * 1024)), run(1, true)])
    const before = process.memoryUsage().arrayBuffers
    let peak = 0
    let turns = 0
    let done = false
    const watch = (): void => {
      turns += 1
      peak = Math.max(peak, process.memoryUsage().arrayBuffers - before)
      if (!done) setImmediate(watch)
    }
    watch()
    const said = await refusal(bomb)
    done = true
    expect({said, large: peak > 2 * LARGEST, served: turns > 200}).to.deep.equal({
      said: 'refused',
      large: false,
      served: true,
    })
  })
})

const MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])

/** A frame that does not say how much it holds; its window is of 1 MiB unless said. */
function frame(blocks: readonly Buffer[], window = 10 << 3): Buffer {
  return Buffer.concat([MAGIC, Buffer.from([0, window]), ...blocks])
}

/** Spaces without end, in four bytes (RFC 8878, 3.1.1.2.2). */
function run(size: number, isLast = false): Buffer {
  const block = Buffer.alloc(4, ' ')
  block.writeUIntLE((size << 3) | 2 | Number(isLast), 0, 3)
  return block
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

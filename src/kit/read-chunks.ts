import type {IncomingMessage} from 'node:http'

/** Bytes that wait for their reader before the body is stopped: what came in one read goes on in one write. */
const MOST = 64 * 1024
/** Bytes up to which a chunk is small: joined with its neighbours it costs less than it does alone. */
const SMALL = 4 * 1024

/**
 * A body as its reader asks for it; one that stops early ends the request. Small chunks that wait are given as one: an
 * upstream that writes an event at a time fills a read with hundreds of them.
 */
export async function* readChunks(
  body: IncomingMessage,
  explain: (error: Error) => Error,
): AsyncGenerator<Uint8Array, void, undefined> {
  // What came with the head is there already: no event need be waited for.
  const first = body.read() as Uint8Array | null
  let waiting: Uint8Array[] = first === null ? [] : [first]
  let size = first?.length ?? 0
  let fault: Error | undefined
  let isOver = false
  let wake: () => void = () => undefined
  body.on('data', (next: Uint8Array) => {
    waiting.push(next)
    size += next.length
    if (size >= MOST) body.pause()
    wake()
  })
  const end = (error?: Error): void => {
    fault ??= error
    isOver = true
    wake()
  }
  body.on('error', end).once('end', end).once('close', end)
  try {
    for (;;) {
      if (size > 0) {
        const [come, length] = [waiting, size]
        waiting = []
        size = 0
        if (length < come.length * SMALL)
          yield come.length === 1 ? (come[0] as Uint8Array) : Buffer.concat(come, length)
        else yield* come
      } else if (isOver) break
      else
        await new Promise<void>((resolve) => {
          wake = resolve
          if (body.isPaused()) body.resume()
        })
    }
    if (fault !== undefined) throw explain(fault)
  } finally {
    body.destroy()
  }
}

import type {IncomingMessage} from 'node:http'

/** Bytes that wait for their reader before the body is stopped: what came in one read goes on in one write. */
const MOST = 64 * 1024

/**
 * A body chunk by chunk, as its reader asks for them; one that stops early ends the request. The stream's own iterator
 * joins chunks that wait, which copies them, and costs more for each small one.
 */
export async function* readChunks(
  body: IncomingMessage,
  explain: (error: Error) => Error,
): AsyncGenerator<Uint8Array, void, undefined> {
  // What came with the head is there already: no event need be waited for.
  const first = body.read() as Uint8Array | null
  const waiting: Uint8Array[] = first === null ? [] : [first]
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
      const next = waiting.shift()
      if (next !== undefined) {
        size -= next.length
        yield next
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

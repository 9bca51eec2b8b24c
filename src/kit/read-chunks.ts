import type {IncomingMessage} from 'node:http'

/**
 * A body chunk by chunk, as its reader asks for them; one that stops early ends the request. The stream's own iterator
 * joins chunks that wait, which copies them, and costs more for each small one.
 */
export async function* readChunks(
  body: IncomingMessage,
  explain: (error: Error) => Error,
): AsyncGenerator<Uint8Array, void, undefined> {
  let chunk: Uint8Array | undefined
  let fault: Error | undefined
  let isOver = false
  let wake: () => void = () => undefined
  body.on('data', (next: Uint8Array) => {
    chunk = next
    body.pause()
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
      if (chunk !== undefined) {
        const next = chunk
        chunk = undefined
        yield next
      } else if (isOver) break
      else
        await new Promise<void>((resolve) => {
          wake = resolve
          body.resume()
        })
    }
    if (fault !== undefined) throw explain(fault)
  } finally {
    body.destroy()
  }
}

/**
 * What this process says to whoever started it. Who reads it may leave before the end, as `head` does: the rest is then said
 * to nobody. A stream is opened when it is first asked for; that takes milliseconds, which most sessions do without.
 */
export const ownStreams = {
  get stdout(): typeof process.stdout {
    return mayBeLeft(process.stdout)
  },
  get stderr(): typeof process.stderr {
    return mayBeLeft(process.stderr)
  },
}

function mayBeLeft<Stream extends NodeJS.WritableStream>(stream: Stream): Stream {
  if (!stream.listeners('error').includes(passOver)) stream.on('error', passOver)
  return stream
}

function passOver(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

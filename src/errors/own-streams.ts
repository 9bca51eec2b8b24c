import {EXIT} from './ccs-error.js'
import {whyNotSaved} from './why-not-saved.js'

/**
 * What this process says to whoever started it. Who reads it may leave before the end, as `head` does: the rest is then said
 * to nobody. A stream is opened when it is first asked for; that takes milliseconds, which most sessions do without.
 */
export const ownStreams = {
  get stdout(): typeof process.stdout {
    return watched(process.stdout, outputLost)
  },
  get stderr(): typeof process.stderr {
    return watched(process.stderr, passOver)
  },
}

/** Before oclif, which throws what is no reader's leaving. */
function watched<Stream extends NodeJS.WritableStream>(
  stream: Stream,
  listener: (error: NodeJS.ErrnoException) => void,
): Stream {
  if (!stream.listeners('error').includes(listener)) stream.prependListener('error', listener)
  return stream
}

/** Of a full disk that is told once: what was asked for does not arrive. */
function outputLost(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return
  ownStreams.stderr.write(`Error: The output could not be written: ${whyNotSaved(error)}.\n`)
  process.exit(EXIT.failed)
}

/** There is nobody else to tell. */
function passOver(): void {
  return
}

import {isatty} from 'node:tty'
import {ownStreams} from '../errors/own-streams.js'

/** Whether a person sits in front of both ends. */
export function isInteractive(): boolean {
  return isatty(0) && isatty(1)
}

export function warn(line: string): void {
  ownStreams.stderr.write(`${line}\n`)
}

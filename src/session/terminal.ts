import {isatty} from 'node:tty'

/** Whether a person sits in front of both ends. */
export function isInteractive(): boolean {
  return isatty(0) && isatty(1)
}

export function warn(line: string): void {
  process.stderr.write(`${line}\n`)
}

import {explainError} from './explain-error.js'
import {ownStreams} from './own-streams.js'

export interface Streams {
  readonly stdout: {write(text: string): unknown}
  readonly stderr: {write(text: string): unknown}
}

/** Tells a failure: one object on stdout under `--json`, else sentence, hint and next command on stderr. Returns the exit code. */
export function printError(error: unknown, {json, streams = ownStreams}: {json: boolean; streams?: Streams}): number {
  const told = explainError(error)
  if (json) streams.stdout.write(`${JSON.stringify(told, null, 2)}\n`)
  else streams.stderr.write(`${linesOf(told.message, told.hint, told.command).join('\n')}\n`)
  if (/\bccs\b/.test(process.env.DEBUG ?? '') && error instanceof Error) streams.stderr.write(`${error.stack}\n`)
  return told.exit
}

function linesOf(message: string, hint: string | undefined, command: string | undefined): readonly string[] {
  return [
    `Error: ${message}`,
    ...(hint === undefined ? [] : [hint]),
    ...(command === undefined ? [] : [`Next: ${command}`]),
  ]
}

import {PassThrough} from 'node:stream'
import type {Terminal} from '../../../src/accounts/sign-in/terminal.js'
import type {Environment} from '../../../src/contract/index.js'

/** A terminal, or a pipe, that a test types into. */
export interface Talk {
  readonly io: Terminal
  /** All that was said so far. */
  said(): string
  printed(): string
  /** Resolves with the match once it was said. */
  until(pattern: RegExp): Promise<RegExpExecArray>
  type(line: string): void
}

export function talk(env: Environment, isTerminal = true): Talk {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  // As with the real ones, a prompt that is over does not close them.
  stderr.end = () => stderr
  let said = ''
  let printed = ''
  stdout.on('data', (chunk) => {
    printed += chunk
  })
  stderr.on('data', (chunk) => {
    said += chunk
  })
  return {
    io: {stdin, stdout, stderr, isTerminal, env},
    said: () => said,
    printed: () => printed,
    type: (line) => void stdin.write(`${line}\n`),
    until: (pattern) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = pattern.exec(said)
          if (found === null) return
          stderr.removeListener('data', look)
          resolve(found)
        }
        stderr.on('data', look)
        look()
      }),
  }
}

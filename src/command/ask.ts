import {isatty} from 'node:tty'

/** Questions to the person at the terminal. */
export interface Ask {
  /** `check` throws for an answer that will not do; its message is shown and the question stays. */
  text(
    question: string,
    options?: {readonly suggested?: string; readonly check?: (answer: string) => void},
  ): Promise<string>
  choose<T>(question: string, choices: readonly Choice<T>[], current?: T): Promise<T>
  confirm(question: string, otherwise: boolean): Promise<boolean>
}

export interface Choice<T> {
  readonly value: T
  readonly name: string
  /** Shown instead of `name` once it is chosen. */
  readonly short?: string
}

export type AskStreams = Pick<NodeJS.Process, 'stdin' | 'stdout'>

/** `undefined` where nobody could answer: a stream is no terminal. */
export function askAtTerminal({stdin, stdout}: AskStreams = process): Ask | undefined {
  if (!isTerminal(stdin) || !isTerminal(stdout)) return undefined
  const context = {input: stdin, output: stdout}
  const load = () => import('@inquirer/prompts')
  return {
    async text(message, {suggested, check} = {}) {
      const {input} = await load()
      const validate = (answer: string) => complaint(answer, check)
      return (await input({message, default: suggested, required: true, validate}, context)).trim()
    },
    async choose(message, choices, current) {
      const {select} = await load()
      return select({message, choices: [...choices], default: current, pageSize: 12, loop: false}, context)
    },
    async confirm(message, otherwise) {
      const {confirm} = await load()
      return confirm({message, default: otherwise}, context)
    },
  }
}

/** Ctrl-C at a question. */
export function isInterrupt(error: unknown): boolean {
  return error instanceof Error && error.name === 'ExitPromptError'
}

function isTerminal(stream: {readonly fd?: number}): boolean {
  return stream.fd !== undefined && isatty(stream.fd)
}

function complaint(answer: string, check: ((answer: string) => void) | undefined): true | string {
  try {
    check?.(answer.trim())
    return true
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

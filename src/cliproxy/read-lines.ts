import type {IncomingMessage} from 'node:http'

/** One JSON value a line; ends when the connection does, whatever ended it. */
export async function* readLines(answer: IncomingMessage): AsyncGenerator<unknown, void, undefined> {
  let rest = ''
  answer.setEncoding('utf8')
  try {
    for await (const chunk of answer as AsyncIterable<string>) {
      const lines = `${rest}${chunk}`.split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) if (line !== '') yield JSON.parse(line)
    }
  } catch {
    answer.destroy()
  }
}

import type {ServerResponse} from 'node:http'
import type {Answer, Step} from './reply.js'

/** Writes an answer; waits for the reader and stops when it goes away. */
export async function sendAnswer(response: ServerResponse, answer: Answer): Promise<void> {
  if (answer.steps === undefined) {
    const isText = typeof answer.body === 'string'
    response.writeHead(answer.status, {
      'content-type': isText ? 'text/plain' : 'application/json',
      ...answer.headers,
    })
    response.end(isText ? answer.body : JSON.stringify(answer.body ?? {}))
    return
  }
  response.writeHead(answer.status, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-cache',
    ...answer.headers,
  })
  response.flushHeaders()
  let sequence = 0
  const gone = new Promise<void>((resolve) => response.once('close', resolve))
  for await (const step of answer.steps) {
    if (response.destroyed) return
    if ('wait' in step) await Promise.race([step.wait, gone])
    else if ('cut' in step) {
      await cutOff(response)
      return
    } else if (!response.write(bytesOf(step, sequence++)))
      await Promise.race([gone, new Promise((resolve) => response.once('drain', resolve))])
  }
  response.end()
}

function bytesOf(step: Exclude<Step, {wait: unknown} | {cut: unknown}>, sequence: number): string {
  if ('raw' in step) return step.raw
  const event = {sequence_number: sequence, ...step.event}
  return `event: ${String(step.event.type)}\ndata: ${JSON.stringify(event)}\n\n`
}

/** What was written so far arrives before the connection breaks. */
async function cutOff(response: ServerResponse): Promise<void> {
  await new Promise<void>((resolve) => {
    if (response.socket === null) resolve()
    else response.socket.write('', () => resolve())
  })
  response.socket?.resetAndDestroy()
}

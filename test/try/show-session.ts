import {spawn} from 'node:child_process'
import {createInterface} from 'node:readline'

/** One session of Claude Code through ccs, its answer shown as it comes. Resolves with the exit code. */
export async function showSession(
  prompt: string,
  {bin, env, cwd}: {readonly bin: string; readonly env: NodeJS.ProcessEnv; readonly cwd: string},
): Promise<number> {
  const words = ['-p', prompt, '--output-format', 'stream-json', '--include-partial-messages']
  const child = spawn(process.execPath, [bin, 'codex', '--verbose', ...words], {
    env,
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? 1)))
  for await (const line of createInterface({input: child.stdout})) show(parse(line))
  return ended
}

interface Message {
  readonly type?: string
  readonly event?: {readonly type?: string; readonly delta?: {readonly text?: string}}
  readonly usage?: {readonly input_tokens?: number; readonly output_tokens?: number}
  readonly modelUsage?: Readonly<Record<string, unknown>>
  readonly result?: string
  readonly is_error?: boolean
}

function show({type, event, usage, modelUsage, result, is_error}: Message): void {
  if (event?.type === 'content_block_delta') process.stdout.write(event.delta?.text ?? '')
  if (type !== 'result') return
  if (is_error) process.stdout.write(result ?? '')
  const models = Object.keys(modelUsage ?? {}).join(', ')
  process.stdout.write('\n')
  process.stderr.write(
    `Claude Code counted ${usage?.input_tokens} tokens in, ${usage?.output_tokens} out (${models}).\n`,
  )
}

function parse(line: string): Message {
  try {
    return JSON.parse(line) as Message
  } catch {
    return {}
  }
}

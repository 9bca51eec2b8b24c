import {open, stat} from 'node:fs/promises'
import {setTimeout as sleep} from 'node:timers/promises'
import type {LogLine} from './open-log.js'
import {type LogFilter, readLogLines} from './read-log.js'

/** Milliseconds between two looks. */
const LOOK = 250

/** Lines that are written from now on; ends with its signal only. */
export async function* followLog(
  file: string,
  filter: LogFilter,
  signal?: AbortSignal,
): AsyncGenerator<LogLine, void, undefined> {
  let from = await sizeOf(file)
  let rest = ''
  while (signal?.aborted !== true) {
    await sleep(LOOK)
    const size = await sizeOf(file)
    if (size < from) from = 0
    if (size === from) continue
    const text = rest + (await readFrom(file, from, size))
    from = size
    const end = text.lastIndexOf('\n') + 1
    rest = text.slice(end)
    yield* readLogLines(text.slice(0, end), filter)
  }
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({size}) => size,
    () => 0,
  )
}

async function readFrom(file: string, from: number, to: number): Promise<string> {
  const handle = await open(file)
  try {
    const {buffer, bytesRead} = await handle.read(Buffer.alloc(to - from), 0, to - from, from)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await handle.close()
  }
}

import {existsSync, readFileSync} from 'node:fs'

/** Milliseconds. */
const POLITE = 3000

/** Asks it to go, then makes it. */
export async function endProcess(pid: number): Promise<void> {
  const end = Date.now() + POLITE
  let signal: NodeJS.Signals = 'SIGTERM'
  while (sendSignal(pid, signal) && !isZombie(pid)) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    signal = Date.now() > end ? 'SIGKILL' : signal
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

/** One that has ended keeps its number until its parent has looked: an adopted one, as long as the system likes. */
function isZombie(pid: number): boolean {
  const stat = `/proc/${pid}/stat`
  return existsSync(stat) && /\) Z /.test(readFileSync(stat, 'utf8'))
}

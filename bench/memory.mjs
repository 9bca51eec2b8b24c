// Memory of another process, in MB, as Linux tells it.
import {readFileSync} from 'node:fs'

export function resident(pid) {
  return field(pid, 'VmRSS')
}

/** The most it ever had. */
export function peak(pid) {
  return field(pid, 'VmHWM')
}

/** The most it has while something happens, beyond what it had before. */
export async function growth(pid, work) {
  const before = resident(pid)
  let most = before
  const timer = setInterval(() => {
    most = Math.max(most, resident(pid))
  }, 20)
  await work().finally(() => clearInterval(timer))
  return {before, most}
}

function field(pid, name) {
  const [, kilobytes] = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(kilobytes) / 1024
}

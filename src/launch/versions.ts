import type {Environment} from '../contract/index.js'
import {probeOf} from './probe.js'

/** The version that a binary prints for `--version`; asked once, and again when it changed. */
export async function askVersion(
  binary: string,
  place: {readonly env: Environment; readonly folder: string},
): Promise<string | undefined> {
  const said = await probeOf(binary, {args: ['--version']}, place).output()
  return /\d+\.\d+\.\d+[\w.-]*/.exec(said ?? '')?.[0]
}

/** Number by number; what follows the three of them is not looked at. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)]
  const at = left.findIndex((number, index) => number !== right[index])
  return at === -1 ? 0 : (left[at] ?? 0) - (right[at] ?? 0)
}

function numbersOf(version: string): readonly number[] {
  return (/^(\d+)\.(\d+)\.(\d+)/.exec(version) ?? []).slice(1).map(Number)
}

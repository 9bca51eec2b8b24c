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

const NUMBERS = new Intl.Collator('en', {numeric: true})

/** Number by number; what follows the three of them is not looked at. */
export function compareVersions(a: string, b: string): number {
  const [left = '', right = ''] = [a, b].map((version) => /^\d+\.\d+\.\d+/.exec(version)?.[0] ?? version)
  return NUMBERS.compare(left, right)
}

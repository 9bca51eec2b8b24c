import type {TargetReport} from './report-targets.js'

/** A line for each runtime, and below it what else there is to know. */
export function writeTargets(targets: readonly TargetReport[]): readonly string[] {
  const width = Math.max(0, ...targets.map(({id}) => id.length))
  const indent = ' '.repeat(width + 2)
  return targets.flatMap((target) => [
    `${target.id.padEnd(width)}  ${placeOf(target)}`,
    ...notesOf(target).map((note) => `${indent}${note}`),
  ])
}

function placeOf({title, binary, version, install, problem}: TargetReport): string {
  if (binary !== null) return `${[title, version].filter(Boolean).join(' ')} at ${binary}`
  // Who has no way to be installed was never loaded; that is a sentence of its own.
  if (problem !== null) return install === null ? problem : `${title} cannot be used: ${problem}`
  return `${title} is not installed${install === null ? '' : `: ${install}`}`
}

function notesOf({title, aliases, commands, tested, version, fit, binary, problem}: TargetReport): readonly string[] {
  const range = tested && (tested.oldest === tested.newest ? tested.newest : `${tested.oldest} to ${tested.newest}`)
  const words = [...aliases.map((alias) => `--target ${alias}`), ...commands]
  return [
    ...(binary !== null && problem !== null ? [`Problem: ${problem}.`] : []),
    ...(range === null ? [] : [`Tested with ${range}.`]),
    ...(fit === 'newer' ? [`${title} ${version} is newer than what ccs was tested with.`] : []),
    ...(fit === 'older' ? [`${title} ${version} is older than what ccs was tested with.`] : []),
    ...(words.length === 0 ? [] : [`Also: ${words.join(', ')}.`]),
  ]
}

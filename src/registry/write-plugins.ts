import type {Addition, PluginReport} from './describe-plugins.js'
import type {PluginFault} from './plugin-faults.js'

/** A report as lines for a terminal. */
export function writePlugins({providers, runtimes, others, faults}: PluginReport): readonly string[] {
  return [
    ...section('Providers', providers.filter(isUsed).map(rowOf)),
    ...section('Runtimes', runtimes.filter(isUsed).map(rowOf)),
    ...section(
      'Others',
      others.map(({plugin, version, source}) => [plugin, version, source]),
    ),
    ...section(
      'Not used',
      faults.map((fault) => [fault.plugin, `${whatOf(fault)}${fault.reason}`]),
    ),
    '',
    'Add one: ccs plugins install <name, tarball, folder or git address>. Write one: ccs plugins create <name>.',
  ].slice(1)
}

function isUsed({used}: Addition): boolean {
  return used
}

function rowOf({id, plugin, version, source}: Addition): readonly string[] {
  return [id, plugin, version ?? '', source]
}

function whatOf({kind, id}: PluginFault): string {
  return kind === null ? '' : `${kind} "${id}": `
}

function section(title: string, rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return []
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  return [
    '',
    title,
    ...rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd()),
  ]
}

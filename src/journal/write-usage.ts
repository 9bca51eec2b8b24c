import {COUNTS, type UsageReport} from './report-usage.js'

type Counts = UsageReport['total']

/** A table for people, the sum in its last line. */
export async function writeUsageTable({by, rows, total}: UsageReport): Promise<string> {
  const {default: Table} = await import('cli-table3')
  const table = new Table({
    head: [by, 'requests', 'failed', 'input', 'cached', 'output', 'reasoning'],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right'],
    style: {head: [], border: []},
  })
  for (const {key, ...counts} of rows) table.push([key, ...cells(counts)])
  if (rows.length > 1) table.push(['total', ...cells(total)])
  return table.toString()
}

/** Comma-separated, with CRLF as the format wants it; the first line names the columns. */
export function writeUsageCsv({by, rows}: UsageReport): string {
  const lines = rows.map((row) => [quote(row.key), ...COUNTS.map((name) => row[name])].join(','))
  return [[by, ...COUNTS].join(','), ...lines].join('\r\n')
}

function cells(counts: Counts): readonly string[] {
  const {requests, failed, input, cached, output, reasoning} = counts
  const share = input === 0 ? '' : ` (${Math.round((cached / input) * 100)} %)`
  return [write(requests), write(failed), write(input), `${write(cached)}${share}`, write(output), write(reasoning)]
}

function write(count: number): string {
  return count.toLocaleString('en')
}

/** A name that a spreadsheet would take for a formula stays a name. */
function quote(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

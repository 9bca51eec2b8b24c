import type {LogView, Page, PageQuery} from '../contract/index.js'
import {redact} from '../errors/redact.js'
import type {HostContext} from '../host/host-context.js'
import type {Level, LogLine} from '../log/open-log.js'
import {readLog} from '../log/read-log.js'
import {writeLogText} from '../log/write-log-line.js'
import {contains, pageOf} from './pages.js'

/** The proxy's log, newest first. It is written without secrets; what another version left in it is hidden here. */
export async function showLogs(query: PageQuery, {paths}: Pick<HostContext, 'paths'>): Promise<Page<LogView>> {
  const lines = await readLog(paths.proxyLog, {level: levelOf(query.level)})
  return pageOf(
    lines.map(viewOf),
    query.cursor,
    (line) => isWanted(line, query),
    (line) => line,
  )
}

function isWanted({text}: LogView, {q, account, model}: PageQuery): boolean {
  return [q, account, model].every((wanted) => contains(text, wanted))
}

function viewOf(line: LogLine): LogView {
  return {at: line.at, level: line.level, text: redact(writeLogText(line))}
}

/** Anything else means all of them. */
function levelOf(written: string | undefined): Level | undefined {
  return (['debug', 'info', 'warn'] as const).find((level) => level === written)
}

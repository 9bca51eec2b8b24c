import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../../command/base-command.js'
import {pathsOf} from '../../config/paths.js'
import {followLog} from '../../log/follow-log.js'
import type {LogLine} from '../../log/open-log.js'
import {type LogFilter, readLog} from '../../log/read-log.js'
import {writeLogLine} from '../../log/write-log-line.js'

export default class ProxyLogs extends BaseCommand {
  static override readonly summary = "Show the proxy's log"
  static override readonly examples = [
    '<%= config.bin %> cliproxy logs --lines 50',
    '<%= config.bin %> cliproxy logs --follow --level warn',
  ]
  static override readonly enableJsonFlag = true
  static override readonly flags = {
    lines: Flags.integer({char: 'n', summary: 'How many lines', default: 100, min: 1}),
    level: Flags.option({summary: 'This level and those above', options: ['debug', 'info', 'warn'] as const})(),
    follow: Flags.boolean({char: 'f', summary: 'Go on with new lines', exclusive: ['json']}),
  }

  async run(): Promise<{readonly path: string; readonly lines: readonly LogLine[]}> {
    const {flags} = await this.parse(ProxyLogs)
    const {proxyLog: path} = pathsOf(process.env)
    const lines = (await readLog(path, {level: flags.level})).slice(-flags.lines)
    for (const line of lines) this.log(writeLogLine(line))
    if (lines.length === 0) this.logToStderr(`There is nothing in ${path} yet.`)
    if (flags.follow) await this.follow(path, flags)
    return {path, lines}
  }

  /** Until whoever reads it has left, as `head` does. */
  private async follow(path: string, filter: LogFilter): Promise<void> {
    const left = new AbortController()
    process.stdout.once('error', () => left.abort())
    for await (const line of followLog(path, filter, left.signal)) this.log(writeLogLine(line))
  }
}

import {parseArgs} from 'node:util'
import {explainError} from '../errors/explain-error.js'
import {writesDone} from '../files/write-atomic.js'
import {openProxyHost} from './open-proxy-host.js'
import {runUntilSignal} from './run-until-signal.js'
import {tuneEngine} from './tune-engine.js'

/** The background proxy. Its first line says where it listens, or why it does not. `saveCompiled`: called when it has begun. */
export function main(saveCompiled: () => Promise<void>): void {
  /** Whoever started it has read the first line and gone: nobody reads the next. */
  process.stdout.on('error', () => undefined)
  run(saveCompiled).then(
    () => process.exit(0),
    (error: unknown) => {
      const explained = explainError(error)
      const said = `${JSON.stringify({error: {...explained.toJSON().error, exit: explained.exit}})}\n`
      process.stdout.write(said, () => process.exit(1))
    },
  )
}

async function run(saveCompiled: () => Promise<void>): Promise<void> {
  const {values} = parseArgs({options: {port: {type: 'string'}, keep: {type: 'boolean'}}})
  const host = await openProxyHost(process.env)
  const {log} = host
  const proxy = await runUntilSignal(host, {
    port: values.port === undefined ? undefined : Number(values.port),
    keep: values.keep,
  })
  log.info('The proxy listens.', {port: proxy.status.port, pid: process.pid, version: proxy.status.version})
  process.stdout.write(`${JSON.stringify({port: proxy.status.port})}\n`)
  // In this order: V8 takes nothing that was compiled under other flags.
  const saved = saveCompiled()
  tuneEngine()
  await proxy.closed
  // Its house is kept on timers: a round may be at work yet.
  await Promise.all([saved, writesDone()])
  log.info('The proxy has left.', {pid: process.pid})
}

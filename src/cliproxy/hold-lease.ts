import type {RequestRecord} from '../journal/request-record.js'
import {openAnswer} from './ask-proxy.js'
import type {FoundProxy} from './find-proxy.js'
import {readLines} from './read-lines.js'

export interface Lease {
  /** Resolves when the connection has ended without us: the proxy died, or was stopped. */
  readonly lost: Promise<void>
  release(): void
}

/**
 * An open connection says that somebody works through the proxy: it stays as long as there is one. Told of each request
 * of the start, for `--verbose`.
 */
export async function holdLease(
  {port, key}: Pick<FoundProxy, 'port' | 'key'>,
  {launch, onRequest}: {readonly launch: string; readonly onRequest?: (record: RequestRecord) => void},
): Promise<Lease> {
  const ended = new AbortController()
  const query = new URLSearchParams({launch, ...(onRequest && {requests: '1'})})
  const answer = await openAnswer({port, key, method: 'GET', path: `/ccs/lease?${query}`, signal: ended.signal})
  const reading = (async () => {
    for await (const line of readLines(answer)) {
      const {record} = line as {readonly record?: RequestRecord}
      if (record !== undefined) onRequest?.(record)
    }
  })()
  return {
    lost: new Promise((resolve) => {
      void reading.then(() => {
        if (!ended.signal.aborted) resolve()
      })
    }),
    release: () => ended.abort(),
  }
}

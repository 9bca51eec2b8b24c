import {readdir, stat} from 'node:fs/promises'
import {join} from 'node:path'
import {readProxyConfig} from '../config/proxy-config.js'
import {stampOf} from '../files/stamp.js'
import type {HostContext} from '../host/host-context.js'
import {journalFiles} from '../journal/journal.js'
import type {ChangeType} from './changes.js'

/** Milliseconds between two looks. */
const LOOK = 500

/**
 * Tells what kind of thing changed on disk, whoever changed it. Looking is as good as being told here: a few dozen
 * small files, on every file system, present or not yet.
 */
export function watchFiles(host: HostContext, tell: (type: ChangeType) => void): () => void {
  const stopped = new AbortController()
  void (async () => {
    let before = await stampAll(host)
    while (!stopped.signal.aborted) {
      await host.clock.wait(LOOK, stopped.signal).catch(() => undefined)
      const now = await stampAll(host)
      for (const type of changed(before, now)) if (!stopped.signal.aborted) tell(type)
      before = now
    }
  })()
  return () => stopped.abort()
}

/** By file: what it tells of, and its stamp. */
type Stamps = ReadonlyMap<string, readonly [types: readonly ChangeType[], stamp: string]>

async function stampAll(host: HostContext): Promise<Stamps> {
  const places = await placesOf(host)
  const stamps = await Promise.all(places.map(async ([file]) => stampOf(await stat(file).catch(() => undefined))))
  return new Map(places.map(([file, types], index) => [file, [types, stamps[index] ?? ''] as const]))
}

async function placesOf({paths}: HostContext): Promise<readonly (readonly [string, readonly ChangeType[]])[]> {
  const {requests} = journalFiles(paths)
  const {authDir = paths.tokens} = await readProxyConfig(paths).catch(() => ({authDir: undefined}))
  return [
    ...(await filesIn(authDir, /^[^.].*\.json$/)).map((file) => [file, ['codex']] as const),
    ...(await filesIn(paths.root, /\.settings\.json$/)).map((file) => [file, ['settings', 'variant']] as const),
    [paths.config, ['settings', 'variant']],
    [paths.proxyConfig, ['settings', 'routing', 'codex']],
    [paths.accounts, ['codex', 'routing']],
    [join(paths.proxyFolder, 'states.json'), ['codex', 'routing']],
    [paths.proxyState, ['proxy']],
    [requests, ['request']],
    [paths.proxyLog, ['log']],
  ]
}

function changed(before: Stamps, now: Stamps): ReadonlySet<ChangeType> {
  const files = new Set([...before.keys(), ...now.keys()])
  return new Set(
    [...files]
      .filter((file) => before.get(file)?.[1] !== now.get(file)?.[1])
      .flatMap((file) => (now.get(file) ?? before.get(file))?.[0] ?? []),
  )
}

async function filesIn(folder: string, names: RegExp): Promise<readonly string[]> {
  const all = await readdir(folder).catch(() => [])
  return all.filter((name) => names.test(name)).map((name) => join(folder, name))
}

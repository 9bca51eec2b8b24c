import type {Paths} from '../config/paths.js'
import type {ProxyView} from '../contract/index.js'
import {isRunning} from '../files/is-running.js'
import {findProxy} from './find-proxy.js'
import {isHeld} from './is-held.js'
import {runningProxy} from './running-proxy.js'
import {readState} from './state-file.js'

const STOPPED: ProxyView = {
  running: false,
  pid: null,
  port: null,
  url: null,
  version: null,
  engine: 'embedded',
  sessions: 0,
  startedAt: null,
}

/** What the proxy of this installation says of itself. */
export async function showProxy(paths: Paths): Promise<ProxyView> {
  const found = await findProxy(paths)
  if (found === undefined) return silent(paths)
  const {running, pid, port, url, version, engine, sessions, startedAt} = await runningProxy(found).status()
  return {running, pid, port, url, version, engine, sessions, startedAt}
}

/** One whose process is there, though nobody answers as it, is told by its place; one that crashed has left its file only. */
async function silent(paths: Paths): Promise<ProxyView> {
  const state = readState(paths)
  // A process id may be somebody else's by now: then nobody listens.
  if (state === undefined || !isRunning(state.pid) || !(await isHeld(state.port))) return STOPPED
  return {...STOPPED, pid: state.pid, port: state.port}
}

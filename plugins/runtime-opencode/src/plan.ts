import type {Files, Launch, Plan} from 'ccs/plugin'
import {readArguments} from './arguments.js'
import {mergeConfig} from './config.js'

const KEY = 'CCS_OPENCODE_API_KEY'
/** OpenCode lays it over its own files and the project's; theirs stay as they are. */
const CONFIG = 'OPENCODE_CONFIG_CONTENT'

export function plan(launch: Launch, files: Files): Plan {
  const theirs = launch.env[CONFIG]
  const config = mergeConfig(theirs === undefined ? {} : files.parseJson(theirs, CONFIG), launch, KEY)
  return {
    command: launch.binary,
    args: readArguments(launch.args, launch.interactive),
    env: {[CONFIG]: JSON.stringify(config), [KEY]: launch.key, ...directly(launch)},
    edits: [],
    notes: [],
  }
}

/** The proxy is on this machine, whatever HTTP proxy the shell names. */
function directly({env}: Launch): Plan['env'] {
  const hosts = new Set((env.NO_PROXY ?? env.no_proxy ?? '').split(',').map((host) => host.trim()))
  const all = [...hosts.add('127.0.0.1').add('localhost').add('::1')].filter(Boolean).join(',')
  return {NO_PROXY: all, no_proxy: all}
}

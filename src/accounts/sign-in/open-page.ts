import {spawn} from 'node:child_process'
import {accessSync, constants} from 'node:fs'
import {delimiter, join} from 'node:path'
import type {Environment} from '../../contract/index.js'
import {surroundingsOf} from './surroundings.js'

/** What a desktop has on PATH; the first that is there is asked. */
const OPENERS = ['xdg-open', 'wslview', 'sensible-browser', 'x-www-browser', 'gnome-open', 'kde-open']
/** How a person says that there is no browser. */
const NO_BROWSER = new Set(['none', 'false', 'true', 'echo'])

/** Opens one page; says whether anything was started. */
export type Opener = (url: string) => Promise<boolean>

/** Opens a page for a person, where there is a way to. */
export async function openPage(url: string, env: Environment): Promise<boolean> {
  return (await openerOf(env)?.(url)) ?? false
}

/** What opens pages here: `BROWSER`, else what the platform has. `undefined` where nothing does. */
export function openerOf(env: Environment): Opener | undefined {
  const own = env.BROWSER?.trim()
  if (own) return NO_BROWSER.has(own) ? undefined : (url) => openWith(commandOf(own, url), env)
  if (process.platform === 'win32' || process.platform === 'darwin' || surroundingsOf(env).includes('wsl'))
    return openByPlatform
  const hasScreen = Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
  if (surroundingsOf(env).includes('ssh') && !hasScreen) return undefined
  const opener = OPENERS.map((name) => onPath(name, env)).find((found) => found !== undefined)
  return opener === undefined ? undefined : (url) => openWith([opener, url], env)
}

/** A path may have spaces in it; a command may have arguments, and say with `%s` where the address goes. */
function commandOf(written: string, url: string): readonly [string, ...string[]] {
  if (isRunnable(written)) return [written, url]
  const [command = '', ...args] = written.split(/\s+/)
  return args.includes('%s') ? [command, ...args.map((each) => (each === '%s' ? url : each))] : [command, ...args, url]
}

function openWith([command, ...args]: readonly [string, ...string[]], env: Environment): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {env, detached: true, stdio: 'ignore', windowsHide: true})
    child.once('error', () => resolve(false))
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}

async function openByPlatform(url: string): Promise<boolean> {
  const {default: open} = await import('open')
  return open(url).then(
    () => true,
    () => false,
  )
}

function onPath(name: string, env: Environment): string | undefined {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.map((folder) => join(folder, name)).find(isRunnable)
}

function isRunnable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

import {accessSync, constants, statSync} from 'node:fs'
import {delimiter, isAbsolute, join, resolve} from 'node:path'
import type {Environment, Location} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'

/** Where a runtime's binary lies: named by its variable (seen from `cwd`), on PATH, or at one of its usual places. */
export function locate(
  runtime: {readonly title: string; readonly location: Location},
  env: Environment,
  cwd = process.cwd(),
): string {
  const {title, location} = runtime
  const named = env[location.variable]
  if (named) {
    const file = resolve(cwd, named)
    if (isExecutable(file)) return file
    throw notInstalled(`${location.variable} names ${named}, which is no file that can be run.`, location)
  }
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean)
  const found = findBinary(location, env, folders)
  if (found !== undefined) return found
  const places = [`PATH (${folders.join(delimiter) || 'empty'})`, ...location.alsoAt]
  throw notInstalled(
    `${title} is not installed: there is no ${location.names.join(' or ')} on ${places.join(', nor at ')}.`,
    location,
  )
}

export function findBinary(
  {names, alsoAt}: Location,
  env: Environment,
  folders: readonly string[],
): string | undefined {
  const endings = process.platform === 'win32' ? (env.PATHEXT ?? '.EXE;.CMD').split(';') : ['']
  const candidates = names.flatMap((name) =>
    folders.flatMap((folder) => endings.map((end) => join(folder, name + end))),
  )
  return [...candidates, ...alsoAt].find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile() && isAbsolute(file)
  } catch {
    return false
  }
}

function notInstalled(message: string, {install}: Location): CcsError {
  return new CcsError(message, {
    code: 'runtime_not_installed',
    exit: EXIT.notInstalled,
    hint: 'Install it:',
    command: install,
  })
}

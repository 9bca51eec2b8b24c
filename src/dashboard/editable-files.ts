import {existsSync} from 'node:fs'
import {basename, dirname} from 'node:path'
import {checkBind} from '../cliproxy/check-bind.js'
import {recordOf} from '../config/config.js'
import {proxyConfigOf} from '../config/proxy-config.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import type {HostContext} from '../host/host-context.js'
import {listVariants} from '../profiles/find-variant.js'
import {providerIds} from '../profiles/provider-choices.js'
import {slipsOf, unusableValue} from '../settings/check-values.js'
import type {Complaint, TextFormat} from './check-text.js'
import {complainOfSettings, warnOfSettings} from './settings-complaint.js'

/** A file that a person may edit as text. It is asked for by its scope: no path comes from outside. */
export interface EditableFile {
  readonly scope: string
  readonly title: string
  readonly format: TextFormat
  readonly path: string
  /** `before`: the value that the file has now. */
  readonly complain: (value: unknown, before: unknown) => Complaint | undefined
  /** What keeps nobody from saving it. */
  readonly warn: (value: unknown) => readonly Complaint[]
}

/** Those that there are. A variant's settings outside ccs's own folder are not among them. */
export async function editableFiles(host: HostContext): Promise<readonly EditableFile[]> {
  const {paths} = host
  const variants = (await listVariants(paths).catch(() => [])).map(({variant}) => variant)
  const settings = [
    ...(await providerIds(host)).map((id) => settingsFile(id, paths.settings(id))),
    ...variants
      .filter(({settingsFile: path}) => dirname(path) === paths.root)
      .map(({name, settingsFile: path}) => settingsFile(`variant:${name}`, path)),
  ]
  const files: readonly EditableFile[] = [
    ...settings.filter(({path}, index) => settings.findIndex((other) => other.path === path) === index),
    {
      scope: 'config',
      title: 'config.yaml',
      format: 'yaml',
      path: paths.config,
      complain: (value) => complainOfMapping(value) ?? unusableValue(value, 'config'),
      warn: (value) => slipsOf(value, 'config'),
    },
    {
      scope: 'proxy',
      title: 'cliproxy/config.yaml',
      format: 'yaml',
      path: paths.proxyConfig,
      complain: (value) => complainOfMapping(value) ?? complainOfProxy(value, paths),
      warn: (value) => slipsOf(value, 'proxy').map(inItsFile),
    },
  ]
  return files.filter(({path}) => existsSync(path))
}

export async function findFile(scope: string, host: HostContext): Promise<EditableFile> {
  const found = (await editableFiles(host)).find((one) => one.scope === scope)
  if (found !== undefined) return found
  throw new CcsError('There is no such file to edit.', {code: 'unknown_scope', exit: EXIT.usage})
}

function settingsFile(scope: string, path: string): EditableFile {
  return {scope, title: basename(path), format: 'json', path, complain: complainOfSettings, warn: warnOfSettings}
}

/** An empty file is one that says nothing. */
function complainOfMapping(value: unknown): Complaint | undefined {
  const isMapping = value === null || value === undefined || (typeof value === 'object' && !Array.isArray(value))
  return isMapping ? undefined : {path: [], message: 'The file must hold keys and values.'}
}

/** All that keeps the proxy from starting with this file, and values that it would not understand. */
function complainOfProxy(value: unknown, paths: HostContext['paths']): Complaint | undefined {
  try {
    const config = proxyConfigOf(recordOf(value), paths)
    const unusable = unusableValue(value, 'proxy')
    if (unusable !== undefined) return inItsFile(unusable)
    checkBind(config, 'It')
    return undefined
  } catch (error) {
    const {message, hint, key = 'host'} = error as CcsError & {readonly key?: string}
    return {
      path: key.split('.'),
      message: [message.replace(`${paths.proxyConfig}: `, ''), hint].filter(Boolean).join(' '),
    }
  }
}

/** Keys of the proxy's file are known by a longer name outside of it. */
function inItsFile({path, message}: Complaint): Complaint {
  return {path, message: message.replace(/\bproxy\./g, '')}
}

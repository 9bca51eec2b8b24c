import {constants} from 'node:fs'
import {access, stat, statfs} from 'node:fs/promises'
import {dirname} from 'node:path'
import {asArgument} from '../../accounts/nickname.js'
import {readProxyConfig} from '../../config/proxy-config.js'
import {whyNotSaved} from '../../errors/why-not-saved.js'
import {type Check, type Finding, ok} from '../check.js'

/** Whether anything can be written down: without that no session starts, and no renewed token is kept. */
export const storage: Check = {
  name: 'storage',
  async run({host: {paths}}) {
    const {authDir} = await readProxyConfig(paths).catch(() => ({authDir: paths.tokens}))
    const folders = await Promise.all([paths.root, paths.proxyFolder, authDir].map(nearest))
    const found = await Promise.all([...new Set(folders)].map(faultOf))
    const faults = found.filter((fault) => fault !== undefined)
    return faults.length > 0 ? faults : [ok('storage', `${paths.root} can be written to.`)]
  },
}

/** The folder itself, or the one that it would be made in. */
async function nearest(folder: string): Promise<string> {
  const isThere = await stat(folder).then(
    () => true,
    ({code}: NodeJS.ErrnoException) => code !== 'ENOENT' && code !== 'ENOTDIR',
  )
  return isThere || folder === dirname(folder) ? folder : nearest(dirname(folder))
}

async function faultOf(folder: string): Promise<Finding | undefined> {
  const found = await stat(folder).catch(() => undefined)
  if (found?.isDirectory() === false) return unwritable(folder, 'it is no folder')
  try {
    await access(folder, constants.W_OK | constants.X_OK)
    if (await hasRoom(folder)) return undefined
    return {code: 'disk_full', status: 'fail', message: `Nothing can be written to ${folder}: the disk is full.`}
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    const why = code === 'EACCES' ? 'you may not' : whyNotSaved(error as NodeJS.ErrnoException)
    return {...unwritable(folder, why), ...(found?.uid === process.getuid?.() && {command: opening(folder)})}
  }
}

function unwritable(folder: string, why: string): Finding {
  return {code: 'folder_unwritable', status: 'fail', message: `Nothing can be written to ${folder}: ${why}.`}
}

function opening(folder: string): string {
  return `chmod u+rwx ${asArgument(folder)}`
}

/** What is kept back for root is room for root only. */
async function hasRoom(folder: string): Promise<boolean> {
  const {blocks, bavail, bfree} = await statfs(folder)
  return blocks === 0 || (process.getuid?.() === 0 ? bfree : bavail) > 0
}

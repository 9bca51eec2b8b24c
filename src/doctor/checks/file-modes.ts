import {chmod, readdir, stat} from 'node:fs/promises'
import {join} from 'node:path'
import {readProxyConfig} from '../../config/proxy-config.js'
import type {HostContext} from '../../host/host-context.js'
import {type Check, type Finding, ok} from '../check.js'

/** Bits that let anybody but the owner in. */
const OTHERS = 0o077

/** Tokens and keys are for their owner only. */
export const fileModes: Check = {
  name: 'file_modes',
  async run({host}) {
    if (process.platform === 'win32') return []
    const {folders, files} = await secrets(host)
    const open = [
      ...(await Promise.all(folders.map((path) => openTo(path, 0o700, 'folder_mode')))),
      ...(await Promise.all(files.map((path) => openTo(path, 0o600, 'token_file_mode')))),
    ].flat()
    return open.length > 0 ? open : [ok('token_file_mode', 'Files with secrets can be read by you only.')]
  },
}

async function secrets({paths}: HostContext): Promise<{folders: readonly string[]; files: readonly string[]}> {
  const {authDir} = await readProxyConfig(paths).catch(() => ({authDir: paths.tokens}))
  const names = await readdir(authDir).catch(() => [])
  const tokens = names.filter((name) => name.endsWith('.json')).map((name) => join(authDir, name))
  return {folders: [paths.root, paths.proxyFolder, authDir], files: [...tokens, paths.accounts, paths.proxyConfig]}
}

async function openTo(path: string, mode: number, code: string): Promise<readonly Finding[]> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined || (found.mode & OTHERS) === 0) return []
  const message = `${path} can be opened by others (mode ${(found.mode & 0o777).toString(8)}).`
  return [{code, status: 'fail', message, command: 'ccs doctor --fix', fix: () => chmod(path, mode)}]
}

import {existsSync} from 'node:fs'
import {readdir} from 'node:fs/promises'
import {join} from 'node:path'
import {readConfig, recordOf, valueAt} from '../../config/config.js'
import {readProxyConfig} from '../../config/proxy-config.js'
import type {HostContext} from '../../host/host-context.js'
import type {Check, Finding} from '../check.js'

/** Where accounts and programs of earlier set-ups lie; nothing is moved without being asked. */
export const older: Check = {
  name: 'older_layouts',
  async run({host}) {
    return [...(await strayTokens(host)), ...(await remoteProxy(host)), ...oldFiles(host)]
  },
}

async function strayTokens({paths}: HostContext): Promise<readonly Finding[]> {
  const {authDir} = await readProxyConfig(paths).catch(() => ({authDir: paths.tokens}))
  if ((await tokensIn(authDir)) > 0) return []
  const places = [join(paths.home, '.cli-proxy-api'), paths.tokens, join(paths.proxyFolder)].filter(
    (folder) => folder !== authDir,
  )
  const counts = await Promise.all(places.map(async (folder) => ({folder, count: await tokensIn(folder)})))
  return counts
    .filter(({count}) => count > 0)
    .map(({folder, count}) => ({
      code: 'tokens_elsewhere',
      status: 'warn',
      message: `${authDir} holds no account, but ${folder} holds ${count}. Set auth-dir in ${paths.proxyConfig} to use them.`,
      command: `ccs cliproxy accounts list`,
    }))
}

async function tokensIn(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => [])
  return names.filter((name) => /^codex-.*\.json$/.test(name)).length
}

/** Earlier versions could use a CLIProxyAPI server elsewhere; nobody should take a session of here for one of there. */
async function remoteProxy({paths}: HostContext): Promise<readonly Finding[]> {
  const config = await readConfig(paths).catch(() => ({}))
  const remote = recordOf(valueAt(config, ['cliproxy_server', 'remote']))
  if (remote.enabled !== true) return []
  const message = `${paths.config} asks for a proxy on ${remote.host ?? 'another machine'} (cliproxy_server.remote). It is not used: sessions run through the proxy of this machine, with the accounts that are here.`
  return [{code: 'remote_proxy', status: 'warn', message, command: 'ccs settings unset cliproxy_server.remote'}]
}

function oldFiles({paths}: HostContext): readonly Finding[] {
  const binary = join(paths.proxyFolder, 'bin')
  const left = existsSync(binary)
    ? [
        {
          code: 'old_proxy_binary',
          status: 'ok',
          message: `${binary} holds a proxy that ccs no longer needs; it may be deleted.`,
        } as const,
      ]
    : []
  const config = existsSync(paths.oldConfig)
    ? [
        {
          code: 'old_config',
          status: 'ok',
          message: `${paths.oldConfig} is of an older ccs; its variants are read.`,
        } as const,
      ]
    : []
  return [...left, ...config]
}

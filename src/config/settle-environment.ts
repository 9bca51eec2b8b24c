import {userInfo} from 'node:os'
import {isAbsolute, parse, resolve} from 'node:path'

/** Variables that name a file or a folder, for ccs, oclif and Node. */
const PATHS = [
  'HOME',
  'CCS_DIR',
  'CCS_HOME',
  'CCS_DATA_DIR',
  'XDG_DATA_HOME',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
] as const

/**
 * Says the same in every folder: the proxy works in another one than whoever starts it. Without HOME it is the home that
 * the system knows, and the root where it knows none, as in a shell or a container.
 */
export function settleEnvironment(env: NodeJS.ProcessEnv): void {
  if (process.platform !== 'win32' && !env.HOME) env.HOME = systemHome()
  for (const name of PATHS) {
    const written = env[name]
    if (written && !isAbsolute(written)) env[name] = resolve(written)
  }
}

function systemHome(): string {
  const root = parse(process.execPath).root
  try {
    return userInfo().homedir || root
  } catch {
    return root
  }
}

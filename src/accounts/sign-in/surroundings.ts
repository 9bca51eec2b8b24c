import {existsSync, readFileSync} from 'node:fs'
import {hostname, userInfo} from 'node:os'
import type {Environment} from '../../contract/index.js'

export type Surrounding = 'ssh' | 'wsl' | 'container'

/** What keeps a browser from coming back to this process by itself. */
export function surroundingsOf(env: Environment): readonly Surrounding[] {
  return (['ssh', 'wsl', 'container'] as const).filter((each) => SIGNS[each](env))
}

const SIGNS: Readonly<Record<Surrounding, (env: Environment) => boolean>> = {
  ssh: (env) => Boolean(env.SSH_CONNECTION || env.SSH_CLIENT || env.SSH_TTY),
  wsl: (env) => Boolean(env.WSL_DISTRO_NAME || env.WSL_INTEROP) || /microsoft/i.test(kernel()),
  container: (env) =>
    Boolean(env.container || env.CODESPACES || env.REMOTE_CONTAINERS || env.KUBERNETES_SERVICE_HOST) ||
    existsSync('/.dockerenv') ||
    existsSync('/run/.containerenv'),
}

/** One sentence each, for the person who has to get past it. */
export const SURROUNDING_TEXTS: Readonly<Record<Surrounding, string>> = {
  ssh: 'This is an SSH session: a browser on your own machine reaches this one through a tunnel only.',
  wsl: 'This is WSL: the browser of Windows may not reach it; then paste the address that it ends on.',
  container: 'This is a container: a browser outside does not reach it; paste the address that it ends on.',
}

/** Typed on the machine that the browser runs on. */
export function tunnelLine(port: number, env: Environment): string {
  const [, , address, sshPort] = (env.SSH_CONNECTION ?? '').split(' ')
  const other = sshPort === undefined || sshPort === '22' ? '' : ` -p ${sshPort}`
  return `ssh -L ${port}:localhost:${port} ${userOf(env)}@${address || hostname()}${other}`
}

function userOf(env: Environment): string {
  const named = env.USER || env.LOGNAME
  if (named) return named
  try {
    return userInfo().username
  } catch {
    // A container may run under a number that nobody has.
    return 'user'
  }
}

function kernel(): string {
  try {
    return readFileSync('/proc/version', 'utf8')
  } catch {
    return ''
  }
}

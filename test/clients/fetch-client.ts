import {execFile} from 'node:child_process'
import {existsSync, mkdirSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {userInfo} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {withLock} from '../../src/files/lock.js'
import type {Client} from './client.js'

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/ccs-clients', import.meta.url))
/** How long `latest` is not asked for again. */
const DAY = 86_400_000
const PATIENCE = 300_000

/**
 * The executable of a client, installed from the npm registry into a cache folder on first use.
 * `CLIENT_CACHE` names another folder. Rejects with one sentence when the registry does not give it.
 */
export async function fetchClient(client: Client, say: (line: string) => void = () => undefined): Promise<string> {
  const folder = join(process.env.CLIENT_CACHE ?? CACHE, client.spec.replace(/\W+/g, '-').replace(/^-/, ''))
  mkdirSync(folder, {recursive: true})
  return withLock(join(folder, 'done'), () => installed(client, folder, say), PATIENCE)
}

async function installed(client: Client, folder: string, say: (line: string) => void): Promise<string> {
  const mark = join(folder, 'done')
  const isFresh = existsSync(mark) && (!client.spec.endsWith('@latest') || Date.now() - statSync(mark).mtimeMs < DAY)
  if (!isFresh) {
    say(`Fetching ${client.spec} into ${folder}`)
    await install(client.spec, folder).catch((error: Error) => {
      if (!existsSync(mark)) throw error
      say(`${error.message} The copy of an earlier run is used.`)
    })
    writeFileSync(mark, `${client.spec}\n`)
  }
  const file = client.files.map((one) => join(folder, one)).find((one) => existsSync(one))
  if (file === undefined) {
    rmSync(mark)
    throw new Error(`${client.spec} has no executable for ${process.platform}-${process.arch}.`)
  }
  return file
}

/** The user's own npm settings count, whatever home the tests have. */
async function install(spec: string, folder: string): Promise<void> {
  const args = ['install', '--prefix', folder, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', spec]
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle)_/.test(name)),
  )
  const options = {cwd: folder, env: {...env, HOME: userInfo().homedir}, timeout: PATIENCE}
  await promisify(execFile)('npm', args, options).catch((error: Error) => {
    const why = /npm (?:error|ERR!) (?!code|errno)(.+)/.exec(error.message)?.[1] ?? error.message.split('\n')[0]
    throw new Error(`npm could not install ${spec}: ${why}. Is the npm registry reachable?`)
  })
}

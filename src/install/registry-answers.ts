import {execFile} from 'node:child_process'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import {promisify} from 'node:util'
import type {Environment} from '../contract/index.js'
import {HOST_ROOT} from '../registry/host-root.js'
import {dataFolder} from '../registry/plugin-folders.js'

/** Milliseconds. */
const LIMIT = 20_000

/** Whether the npm registry answers from here, be it with a refusal: asked of the npm that installs plugins, as it is set. */
export async function registryAnswers(env: Environment): Promise<boolean> {
  const words = ['ping', ...(env.CCS_NPM_REGISTRY ? [`--registry=${env.CCS_NPM_REGISTRY}`] : [])]
  const settings = {cwd: dataFolder(env), env: {...env}, timeout: LIMIT}
  return promisify(execFile)(process.execPath, [npmFile(), ...words], settings).then(
    () => true,
    ({stderr = ''}: {readonly stderr?: string}) => /^npm (?:error|ERR!) code E[45]\d\d$/m.test(stderr),
  )
}

function npmFile(): string {
  const plugin = createRequire(join(HOST_ROOT, 'package.json')).resolve('@oclif/plugin-plugins')
  return join(dirname(createRequire(plugin).resolve('npm/package.json')), 'bin', 'npm-cli.js')
}

import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {readHookIndex} from '../../src/registry/hook-index.js'
import {type Ended, startProcess} from '../fakes/run-process.js'
import {useHome} from '../home.js'
import {type Registry, startRegistry} from '../install/registry.js'

const BIN = new URL('../../bin/ccs.js', import.meta.url).pathname

/** A home to which plugins are added, and a registry that gives them; ccs runs there by `node`. */
export function usePlugins(node: () => string = () => process.execPath) {
  const {home} = useHome()
  let registry: Registry
  before(async () => {
    registry = await startRegistry()
  })
  after(() => registry.close())

  const env = () => ({PATH: process.env.PATH, HOME: home(), XDG_DATA_HOME: join(home(), 'data')})
  const ccs = (args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Ended> =>
    startProcess(node(), [BIN, ...args], {
      env: {...env(), CCS_NPM_REGISTRY: registry.url, ...more},
      cwd: home(),
    }).ended
  const done = async (...args: string[]) => {
    const {code, stdout, stderr} = await ccs(args)
    expect(code, stderr).to.equal(0)
    expect(stdout + stderr).not.to.match(/warning|ERR/i)
    return stdout
  }
  /** What strangers add, with the version of each package. */
  const strangers = () =>
    readHookIndex(env(), {cache: join(home(), 'none')})
      .contributions.filter(({source}) => source !== 'bundled')
      .map(({kind, id, plugin, source, file}) => {
        const {version} = JSON.parse(readFileSync(join(file, '..', 'package.json'), 'utf8')) as {version: string}
        return `${kind} ${id}: ${plugin} ${version} ${source}`
      })
  return {home, ccs, done, strangers, registry: () => registry}
}

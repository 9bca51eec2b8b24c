import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Kit} from '../../src/contract/index.js'
import type {Host} from '../../src/registry/contributions.js'

/** A provider that does nothing, as source text of a hook file. */
export function providerSource(id: string, extra = ''): string {
  return `export default () => ({
  contract: 1, id: '${id}', title: 'Title of ${id}', origins: ['https://${id}.test'],
  models: [{id: 'm', name: 'M', efforts: ['low'], tiers: [], access: 'any', notes: ''}],
  slots: {default: 'm'}, defaultRuntime: 'claude', signIn: {type: 'api-key', question: 'Key?'},
  identify: () => ({accountId: 'a', userId: 'u', email: 'e@x.test'}), open: async () => { throw new Error('no') },
  ${extra}
})\n`
}

export interface Stranger {
  readonly name: string
  readonly type: 'user' | 'link'
  readonly event: string
  readonly source: string
}

/** Installs packages as `ccs plugins` would leave them, and returns the environment that finds them. */
export function installStrangers(home: string, strangers: readonly Stranger[]): Readonly<Record<string, string>> {
  const data = join(home, 'data')
  const plugins = strangers.map(({name, type, event, source}) => {
    const folder = type === 'link' ? join(home, 'linked', name) : join(data, 'node_modules', name)
    mkdirSync(folder, {recursive: true})
    const manifest = {name, version: '1.0.0', type: 'module', oclif: {hooks: {[event]: './hook.js'}}}
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
    writeFileSync(join(folder, 'hook.js'), source)
    return {name, type, ...(type === 'link' ? {root: folder} : {tag: 'latest'})}
  })
  mkdirSync(data, {recursive: true})
  writeFileSync(join(data, 'package.json'), JSON.stringify({private: true, oclif: {schema: 1, plugins}}))
  return {HOME: home, CCS_DATA_DIR: data}
}

export function hostOf(
  home: string,
  env: Readonly<Record<string, string>>,
): Host & {readonly notes: readonly string[]} {
  const notes: string[] = []
  return {
    paths: {cache: join(home, '.ccs', 'cache')},
    env,
    kit: () => ({}) as Kit,
    note: (message) => notes.push(message),
    limit: 300,
    notes,
  }
}

import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises'
import {dirname, join, relative, resolve} from 'node:path'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {HOST_ROOT} from '../registry/host-root.js'

export type PluginKind = 'provider' | 'runtime'

export interface Wish {
  /** The package's. */
  readonly name: string
  readonly kind: PluginKind
  /** What follows `ccs` or `--target`; read off the name when absent. */
  readonly id?: string
  /** Named like the package when absent. */
  readonly folder?: string
  readonly cwd: string
  /** Ids that nobody would get at, in lower case, each with what it means already. */
  readonly taken?: ReadonlyMap<string, string>
}

export interface Created {
  readonly name: string
  readonly kind: PluginKind
  readonly id: string
  /** Absolute. */
  readonly folder: string
  /** Below the folder. */
  readonly files: readonly string[]
}

const TEMPLATES = join(HOST_ROOT, 'templates')

/** Writes a plugin that works, with its test; never over something that is there. */
export async function createPlugin({name, kind, id = idOf(name), folder, cwd, taken}: Wish): Promise<Created> {
  if (!/^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/.test(name))
    throw refused(
      `"${name}" is no name for a package.`,
      'Lower-case letters, digits, "-", "." and "_"; a @scope/ may stand before it.',
    )
  if (!/^[a-z][a-z0-9-]*$/.test(id))
    throw refused(`"${id}" is no id.`, 'Lower-case letters, digits and "-"; name another one with --id.')
  const meaning = taken?.get(id)
  if (meaning !== undefined) throw refused(`"${id}" is taken: it is ${meaning}.`, 'Name another one with --id.')
  const target = resolve(cwd, folder ?? name.replace(/^@[^/]+\//, ''))
  await checkEmpty(target)
  const source = join(TEMPLATES, kind)
  const entries = await readdir(source, {recursive: true, withFileTypes: true})
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(source, join(entry.parentPath, entry.name)))
  for (const file of files) {
    await mkdir(dirname(join(target, file)), {recursive: true})
    await writeFile(join(target, file), fill(await readFile(join(source, file), 'utf8'), {name, id}))
  }
  return {name, kind, id, folder: target, files: files.sort()}
}

/** `@me/ccs-provider-acme` is about `acme`. */
function idOf(name: string): string {
  return name
    .replace(/^@[^/]+\//, '')
    .replace(/^ccs-/, '')
    .replace(/^(plugin-|provider-|runtime-)+/, '')
}

async function checkEmpty(folder: string): Promise<void> {
  const held = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw refused(`${folder} cannot be written: it is no folder.`, 'Name another one with --dir.')
  })
  if (held.length > 0) throw refused(`${folder} is not empty.`, 'Name another folder with --dir.')
}

function fill(text: string, {name, id}: Pick<Created, 'name' | 'id'>): string {
  const words = id.split('-').filter(Boolean)
  const values: Readonly<Record<string, string>> = {
    NAME: name,
    ID: id,
    TITLE: words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' '),
    VARIABLE: id.toUpperCase().replaceAll('-', '_'),
    // The types and the tests of this very ccs; who installs the plugin needs neither.
    CCS: `file:${HOST_ROOT.replace(/[/\\]$/, '')}`,
  }
  return text.replace(/__([A-Z]+)__/g, (whole, key: string) => values[key] ?? whole)
}

function refused(message: string, hint: string): CcsError {
  return new CcsError(message, {code: 'bad_usage', exit: EXIT.usage, hint, command: 'ccs plugins create --help'})
}

import {createHash} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {Script} from 'node:vm'
import {pathsOf} from '../config/paths.js'

/** A script of the build that has run. */
export interface Ran<Exports> {
  readonly exports: Exports
  /** Saves what V8 has compiled by now, for the next start. Never rejects, and does nothing where that was saved before. */
  readonly saveCompiled: () => Promise<void>
}

/**
 * Runs `<name>.body.cjs`, which lies beside this file once it is built. What V8 compiled in an earlier start is taken as it
 * is: to compile it anew takes longer than all that a start does with it. `as`: starts of one kind need the same functions.
 */
export function runScript<Exports>(name: string, as = name): Ran<Exports> {
  const file = fileURLToPath(new URL(`${name}.body.cjs`, import.meta.url))
  const source = readFileSync(file, 'utf8')
  const place = join(pathsOf(process.env).cache, 'compiled', `${as}-${process.version}-${process.arch}`)
  const cachedData = readKept(place, source)
  const script = new Script(`(function (${NAMES}) {${source}\n})`, {filename: file, cachedData})
  const module = {exports: {} as Exports}
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file), importModule)
  const isKept = cachedData !== undefined && script.cachedDataRejected === false
  return {exports: module.exports, saveCompiled: async () => (isKept ? undefined : writeKept(place, source, script))}
}

/** What Node gives to a module, and what is called where the script has `import()`: that one works in modules only. */
const NAMES = 'exports, require, module, __filename, __dirname, importModule'

function importModule(specifier: string): Promise<unknown> {
  return import(specifier)
}

const DIGEST = 32

/** V8 takes its own version, its flags and the length of the source for all there is to check: other bytes end the process. */
function readKept(place: string, source: string): Buffer | undefined {
  try {
    const bytes = readFileSync(place)
    const compiled = bytes.subarray(DIGEST)
    return digestOf(source, compiled).equals(bytes.subarray(0, DIGEST)) ? compiled : undefined
  } catch {
    return undefined
  }
}

async function writeKept(place: string, source: string, script: Script): Promise<void> {
  const compiled = script.createCachedData()
  try {
    const {writeAtomic} = await import('../files/write-atomic.js')
    await writeAtomic(place, Buffer.concat([digestOf(source, compiled), compiled]))
  } catch {
    // The next start compiles as this one did.
  }
}

function digestOf(source: string, compiled: Uint8Array): Buffer {
  return createHash('sha256').update(source).update(compiled).digest()
}

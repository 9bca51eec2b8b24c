import {existsSync} from 'node:fs'
import {unlink} from 'node:fs/promises'
import type {Paths} from '../config/paths.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {readText} from '../files/read-json.js'
import {readVariants, type Variant, type VariantPaths} from './variants.js'

/** Whether the file was made here; one that says the same is taken over, any other is somebody's. */
export async function writeSettings(file: string, text: string): Promise<boolean> {
  const [{withLock}, {writeAtomic}] = await Promise.all([
    import('../files/lock.js'),
    import('../files/write-atomic.js'),
  ])
  return withLock(file, async () => {
    const found = await readText(file)
    if (found === text) return false
    if (found !== undefined) throw occupied(file)
    await writeAtomic(file, text)
    return true
  })
}

export function ownsSettings(variant: Variant, paths: Pick<Paths, 'settings'>): boolean {
  return variant.settingsFile === paths.settings(variant.name) && existsSync(variant.settingsFile)
}

/** Deletes the settings file unless another variant uses it. */
export async function dropSettings(variant: Variant, paths: VariantPaths): Promise<boolean> {
  const {variants} = await readVariants(paths)
  if (variants.some((other) => other.settingsFile === variant.settingsFile)) return false
  await unlink(variant.settingsFile)
  return true
}

/** Deletes a file that was made for nothing, unless another process has taken it over for its variant meanwhile. */
export async function takeBack(file: string, paths: VariantPaths): Promise<void> {
  const {variants} = await readVariants(paths).catch(() => ({variants: []}))
  if (!variants.some(({settingsFile}) => settingsFile === file)) await unlink(file)
}

function occupied(file: string): CcsError {
  return new CcsError(`${file} belongs to something else already.`, {
    code: 'settings_exist',
    exit: EXIT.usage,
    hint: 'Take another name, or move that file away.',
  })
}

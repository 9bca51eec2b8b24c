import {readVariants, type VariantPaths} from './variants.js'
import {editVariant} from './write-variants.js'

interface Named {
  readonly provider: string
  readonly nickname: string
}

/**
 * Writes an account's next nickname into the variants that name it. They are found before it has one: a configuration that
 * cannot be read then stops all of it.
 */
export async function findNaming({provider, nickname}: Named, paths: VariantPaths) {
  const {variants} = await readVariants(paths)
  const naming = variants.filter((variant) => variant.provider === provider && variant.account === nickname)
  return {
    async follow(account: string): Promise<void> {
      for (const variant of naming) await editVariant(paths, variant, {entry: {account}})
    },
  }
}

import {string} from '@oclif/core/args'
import {boolean} from '@oclif/core/flags'
import {HostCommand} from '../../command/host-command.js'
import {findVariant} from '../../profiles/find-variant.js'
import {removeVariant} from '../../profiles/write-variants.js'

interface Removed {
  readonly removed: string | null
  /** Files that went with it. */
  readonly deleted: readonly string[]
}

export default class Remove extends HostCommand {
  static override readonly summary = 'Remove a variant, with its settings file where no other variant uses it'
  static override readonly examples = [
    '<%= config.bin %> cliproxy remove codex-fast',
    '<%= config.bin %> cliproxy remove codex-fast --yes',
  ]
  static override readonly enableJsonFlag = true
  static override readonly args = {name: string({description: 'The variant', required: true, ignoreStdin: true})}
  static override readonly flags = {yes: boolean({char: 'y', summary: 'Do not ask'})}

  async run(): Promise<Removed> {
    const {args, flags} = await this.parse(Remove)
    const {paths} = this.openHost()
    const {variant} = await findVariant(args.name, paths)
    const agreed = flags.yes || (await this.ask?.confirm(`Remove the variant ${args.name}?`, false))
    if (agreed === false) {
      this.log('Nothing was removed.')
      return {removed: null, deleted: []}
    }
    const {deleted} = await removeVariant(paths, variant)
    this.logLines([`Removed the variant ${args.name}.`, ...deleted.map((file) => `Deleted ${file}.`)])
    return {removed: args.name, deleted}
  }
}

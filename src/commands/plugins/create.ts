import {relative} from 'node:path'
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../../command/base-command.js'
import {pathsOf} from '../../config/paths.js'
import {type Created, createPlugin, type PluginKind} from '../../install/create-plugin.js'
import {takenIds} from '../../install/taken-ids.js'

export default class Create extends BaseCommand {
  static override readonly summary = 'Write a provider or runtime of your own: a plugin that works, with its test'
  static override readonly examples = [
    '<%= config.bin %> plugins create acme --kind provider',
    '<%= config.bin %> plugins create @me/ccs-acme --kind runtime --id acme --dir ./acme',
  ]
  static override readonly enableJsonFlag = true
  static override readonly args = {
    name: Args.string({description: 'Name of the package', required: true, ignoreStdin: true}),
  }
  static override readonly flags = {
    kind: Flags.option({
      options: ['provider', 'runtime'] as const,
      description: 'Who answers, or what is started',
      required: true,
    })(),
    id: Flags.string({description: 'What follows "ccs" or "--target"; read off the name when absent'}),
    dir: Flags.string({description: 'Folder to write into; named like the package when absent'}),
  }

  async run(): Promise<Created> {
    const {args, flags} = await this.parse(Create)
    const kind: PluginKind = flags.kind
    const taken = takenIds(kind, process.env, pathsOf(process.env))
    const wish = {name: args.name, kind, id: flags.id, folder: flags.dir, cwd: process.cwd(), taken}
    const created = await createPlugin(wish)
    const folder = relative(process.cwd(), created.folder) || '.'
    this.log(`The ${kind} "${created.id}" stands in ${folder}: ${created.files.join(', ')}.`)
    this.log(`Next: cd ${folder} && npm install && npm test, then: ccs plugins link .`)
    return created
  }
}

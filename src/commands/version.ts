import {BaseCommand} from '../command/base-command.js'
import {SESSIONS} from '../session/sessions-plugin.js'

interface Versions {
  readonly ccs: string
  readonly node: string
  readonly platform: string
  readonly plugins: Readonly<Record<string, string>>
}

export default class Version extends BaseCommand {
  static override readonly summary = 'Show the version of ccs and of its plugins'
  static override readonly examples = ['<%= config.bin %> version', '<%= config.bin %> version --json']
  static override readonly enableJsonFlag = true

  async run(): Promise<Versions> {
    await this.parse(Version)
    const {version, platform, arch} = this.config
    const others = this.config.getPluginsList().filter(({isRoot, name}) => !isRoot && name !== SESSIONS)
    const plugins = others.map(({name, version: its}) => [name, its] as const).sort(([a], [b]) => a.localeCompare(b))
    const versions = {
      ccs: version,
      node: process.versions.node,
      platform: `${platform}-${arch}`,
      plugins: Object.fromEntries(plugins),
    }
    this.log(`ccs ${versions.ccs} (Node ${versions.node}, ${versions.platform})`)
    for (const [name, its] of plugins) this.log(`  ${name} ${its}`)
    return versions
  }
}

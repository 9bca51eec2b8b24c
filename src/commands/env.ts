import {string} from '@oclif/core/args'
import {option} from '@oclif/core/flags'
import {ensureProxy} from '../cliproxy/ensure-proxy.js'
import {HostCommand} from '../command/host-command.js'
import {exportsOf, FORMATS, type Format} from '../exports/profile-exports.js'
import {SHELLS, shellOf, writeExports} from '../exports/write-exports.js'
import {openProfile} from '../profiles/open-profile.js'
import {loadProvider} from '../registry/contributions.js'
import {findProfile} from '../session/find-profile.js'

interface Exports {
  readonly profile: string
  readonly format: Format
  readonly env: Readonly<Record<string, string>>
}

export default class Env extends HostCommand {
  static override readonly summary = 'Print variables that point other tools at a profile'
  static override readonly description =
    'Starts the proxy if it does not run; it stays until ccs cliproxy stop. The key in it is good on this machine only.'
  static override readonly examples = [
    'eval "$(<%= config.bin %> env codex)"',
    '<%= config.bin %> env codex-fast --shell fish | source',
    '<%= config.bin %> env codex --format openai --json',
  ]
  static override readonly enableJsonFlag = true
  static override readonly args = {
    profile: string({description: 'A provider or a variant', required: true, ignoreStdin: true}),
  }
  static override readonly flags = {
    shell: option({options: SHELLS, summary: 'Whose words to print; otherwise those of SHELL'})(),
    format: option({options: FORMATS, summary: 'Which API the tool speaks', default: 'anthropic'})(),
  }

  async run(): Promise<Exports> {
    const {args, flags} = await this.parse(Env)
    const host = this.openHost()
    const profile = await findProfile(args.profile, host)
    const {slots} = await openProfile(profile, await loadProvider(profile.provider, host))
    const {port, key} = await ensureProxy(host, {keep: true})
    const env = exportsOf(flags.format, {profile, slots, key, origin: `http://127.0.0.1:${port}`})
    this.logLines(writeExports(env, flags.shell ?? shellOf(host.env, process.platform)))
    return {profile: profile.name, format: flags.format, env}
  }
}

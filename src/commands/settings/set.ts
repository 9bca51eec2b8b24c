import {string} from '@oclif/core/args'
import {HostCommand} from '../../command/host-command.js'
import {writeValue} from '../../settings/read-setting.js'
import {SETTINGS} from '../../settings/schema.js'
import {type SettingChange, setSetting} from '../../settings/write-setting.js'

export default class SetSetting extends HostCommand {
  static override readonly summary = 'Change a setting'
  static override readonly description = [
    'Comments and other keys of the file stay. The settings:',
    ...SETTINGS.map(({key, kind, meaning}) => `  ${key}: ${meaning}; ${kind.expected}`),
  ].join('\n')
  static override readonly examples = [
    '<%= config.bin %> settings set proxy.port 8400',
    '<%= config.bin %> settings set proxy.routing.strategy fill-first',
    '<%= config.bin %> settings set cliproxy.variants.codex-fast.effort high',
  ]
  static override readonly enableJsonFlag = true
  static override readonly args = {
    key: string({description: 'Which one', required: true, ignoreStdin: true}),
    value: string({description: 'What it becomes', required: true, ignoreStdin: true}),
  }

  async run(): Promise<SettingChange> {
    const {args} = await this.parse(SetSetting)
    const changed = await setSetting(args.key, args.value, this.openHost())
    this.log(`${changed.key} = ${writeValue(changed.value)}`)
    return changed
  }
}

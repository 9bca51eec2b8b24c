import {string} from '@oclif/core/args'
import {HostCommand} from '../../command/host-command.js'
import {type SettingChange, unsetSetting} from '../../settings/write-setting.js'

export default class UnsetSetting extends HostCommand {
  static override readonly summary = 'Take a setting out, so that its default counts'
  static override readonly examples = ['<%= config.bin %> settings unset proxy.port']
  static override readonly enableJsonFlag = true
  static override readonly args = {key: string({description: 'Which one', required: true, ignoreStdin: true})}

  async run(): Promise<SettingChange> {
    const {args} = await this.parse(UnsetSetting)
    const changed = await unsetSetting(args.key, this.openHost().paths)
    this.log(changed.before === null ? `${changed.key} was not set.` : `${changed.key} is not set any more.`)
    return changed
  }
}

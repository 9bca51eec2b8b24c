import {string} from '@oclif/core/args'
import {HostCommand} from '../../command/host-command.js'
import {readAllSettings, readSetting, type SettingValue, writeValue} from '../../settings/read-setting.js'

export default class GetSetting extends HostCommand {
  static override readonly summary = 'Show a setting, or all of them'
  static override readonly examples = [
    '<%= config.bin %> settings get',
    '<%= config.bin %> settings get proxy.routing.strategy',
    '<%= config.bin %> settings get cliproxy.variants.codex-fast --json',
  ]
  static override readonly enableJsonFlag = true
  static override readonly args = {key: string({description: 'Which one', ignoreStdin: true})}

  async run(): Promise<SettingValue | {readonly settings: readonly SettingValue[]}> {
    const {args} = await this.parse(GetSetting)
    const {paths} = this.openHost()
    if (args.key !== undefined) {
      const found = await readSetting(args.key, paths)
      if (found.value !== null) this.log(writeValue(found.value))
      return found
    }
    const settings = await readAllSettings(paths)
    for (const {key, value, set} of settings) this.log(`${key} = ${writeValue(value)}${set ? '' : ' (default)'}`)
    return {settings}
  }
}

import {HostCommand} from '../../command/host-command.js'
import {asSettingsFile, settingsFileArgument} from '../../command/settings-file-argument.js'
import {fileOf} from '../../settings/find-setting.js'

export default class SettingsPath extends HostCommand {
  static override readonly summary = 'Show where the settings are kept'
  static override readonly examples = ['<%= config.bin %> settings path', '<%= config.bin %> settings path proxy']
  static override readonly enableJsonFlag = true
  static override readonly args = {file: settingsFileArgument}

  async run(): Promise<{readonly file: string}> {
    const {args} = await this.parse(SettingsPath)
    const file = fileOf(asSettingsFile(args.file), this.openHost().paths)
    this.log(file)
    return {file}
  }
}

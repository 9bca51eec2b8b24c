import {HostCommand} from '../../command/host-command.js'
import {asSettingsFile, settingsFileArgument} from '../../command/settings-file-argument.js'
import type {CcsError} from '../../errors/ccs-error.js'
import {type Edited, editFile} from '../../settings/edit-file.js'

export default class EditSettings extends HostCommand {
  static override readonly summary = 'Open the settings in your editor'
  static override readonly description =
    'The editor of VISUAL or EDITOR gets a copy; it is saved only if it can be read and every value can be used.'
  static override readonly examples = ['<%= config.bin %> settings edit', '<%= config.bin %> settings edit proxy']
  static override readonly enableJsonFlag = true
  static override readonly args = {file: settingsFileArgument}

  async run(): Promise<Edited> {
    const {args} = await this.parse(EditSettings)
    const host = this.openHost()
    const {ask} = this
    const again = async ({message}: CcsError): Promise<boolean> => {
      if (ask === undefined) return false
      this.logToStderr(message)
      return ask.confirm('Back to the editor?', true)
    }
    const file = asSettingsFile(args.file)
    const quiet = this.jsonEnabled()
    const edited = await editFile({file, host, isTerminal: ask !== undefined, quiet, again})
    for (const note of edited.notes) this.logToStderr(note)
    this.log(edited.changed ? `Saved ${edited.file}.` : 'Nothing was changed.')
    return edited
  }
}

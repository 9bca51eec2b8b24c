import * as Args from '@oclif/core/args'
import {accountsOf} from '../../../accounts/accounts-of.js'
import {BaseCommand} from '../../../command/base-command.js'
import {providerFlag} from '../../../command/provider-flag.js'
import {editRouting} from '../../../config/edit-routing.js'
import {openPlanningHost} from '../../../host/open-planning-host.js'
import {STRATEGIES} from '../../../proxy/strategies.js'
import {loadProvider} from '../../../registry/contributions.js'
import {warn} from '../../../session/terminal.js'

export default class RoutingSet extends BaseCommand {
  static override readonly summary = 'Choose how an account is picked for a new session'
  static override readonly description = [
    ...STRATEGIES.map(({id, text}) => `${id}: ${text}`),
    'A running proxy follows at once. Sessions that are open stay where they are. An account that was chosen with --use is no longer preferred.',
  ].join('\n')
  static override readonly examples = ['<%= config.bin %> cliproxy routing set round-robin']
  static override readonly enableJsonFlag = true
  static override readonly args = {
    strategy: Args.string({
      description: 'The strategy',
      required: true,
      ignoreStdin: true,
      options: STRATEGIES.map(({id}) => id),
    }),
  }
  static override readonly flags = {provider: providerFlag}

  async run(): Promise<{readonly strategy: string}> {
    const {args, flags} = await this.parse(RoutingSet)
    const host = openPlanningHost(process.env, {note: warn})
    await editRouting(host.paths, {strategy: args.strategy})
    await accountsOf(await loadProvider(flags.provider, host), host).release()
    this.log(`New sessions are routed by ${args.strategy}.`)
    return {strategy: args.strategy}
  }
}

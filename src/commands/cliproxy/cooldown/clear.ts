import * as Args from '@oclif/core/args'
import type {AccountRecord} from '../../../accounts/accounts.js'
import {accountsOf} from '../../../accounts/accounts-of.js'
import {BaseCommand} from '../../../command/base-command.js'
import {providerFlag} from '../../../command/provider-flag.js'
import {proxyIfRunning} from '../../../command/proxy-desk.js'
import {openPlanningHost} from '../../../host/open-planning-host.js'
import {loadProvider} from '../../../registry/contributions.js'
import {warn} from '../../../session/terminal.js'

export default class CooldownClear extends BaseCommand {
  static override readonly summary = 'Let accounts serve again that cool down after a limit'
  static override readonly description =
    'For a limit that was reset early. If it still holds, the next request finds out.'
  static override readonly examples = [
    '<%= config.bin %> cliproxy cooldown clear',
    '<%= config.bin %> cliproxy cooldown clear sarah',
  ]
  static override readonly enableJsonFlag = true
  static override readonly args = {
    account: Args.string({description: 'Only this account', ignoreStdin: true}),
  }
  static override readonly flags = {provider: providerFlag}

  async run(): Promise<{readonly cleared: readonly string[]}> {
    const {args, flags} = await this.parse(CooldownClear)
    const host = openPlanningHost(process.env, {note: warn})
    const accounts = accountsOf(await loadProvider(flags.provider, host), host)
    const chosen = args.account === undefined ? undefined : await accounts.resolve(args.account)
    const states = await accounts.states.read()
    // A limit may reach one model only.
    const isLimited = ({id, state}: AccountRecord) =>
      state.code === 'cooling' || Object.keys(states[id]?.models ?? {}).length > 0
    const all = (await accounts.list()).filter((one) => chosen === undefined || one.id === chosen.id)
    const cooling = new Set(all.filter(isLimited).map(({id}) => id))
    await accounts.states.clear(chosen?.id, 'cooldown')
    const proxy = await proxyIfRunning(host)
    for (const id of (await proxy?.clearCooldown(flags.provider, chosen?.id)) ?? []) cooling.add(id)
    const cleared = all.filter(({id}) => cooling.has(id)).map(({nickname}) => nickname)
    this.log(cleared.length === 0 ? 'No account was cooling.' : `Serving again: ${cleared.join(', ')}.`)
    return {cleared}
  }
}

import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../../../command/base-command.js'
import {readDuration} from '../../../config/duration.js'
import {editRouting} from '../../../config/edit-routing.js'
import {readProxyConfig} from '../../../config/proxy-config.js'
import {CcsError, EXIT} from '../../../errors/ccs-error.js'
import {openPlanningHost} from '../../../host/open-planning-host.js'

export default class RoutingAffinity extends BaseCommand {
  static override readonly summary = 'Keep each session on one account, or give each request an account of its own'
  static override readonly description =
    'Without affinity the prompt cache and sealed reasoning are lost with every request: it costs quota.'
  static override readonly examples = [
    '<%= config.bin %> cliproxy routing affinity on --ttl 2h',
    '<%= config.bin %> cliproxy routing affinity off',
  ]
  static override readonly enableJsonFlag = true
  static override readonly args = {
    state: Args.string({description: 'on or off', required: true, ignoreStdin: true, options: ['on', 'off']}),
  }
  static override readonly flags = {
    ttl: Flags.string({summary: 'How long an unused session is remembered, such as 30m or 1h', helpValue: '<time>'}),
  }

  async run(): Promise<{readonly affinity: {readonly enabled: boolean; readonly ttl: string}}> {
    const {args, flags} = await this.parse(RoutingAffinity)
    if (flags.ttl !== undefined && (readDuration(flags.ttl) ?? 0) <= 0) throw noDuration(flags.ttl)
    const {paths} = openPlanningHost(process.env)
    await editRouting(paths, {
      sessionAffinity: args.state === 'on',
      ...(flags.ttl !== undefined && {sessionAffinityTtl: flags.ttl}),
    })
    const {sessionAffinity: enabled, sessionAffinityTtl: ttl} = (await readProxyConfig(paths)).routing
    this.log(enabled ? `A session stays on its account for ${ttl} after its last request.` : 'Affinity is off.')
    return {affinity: {enabled, ttl}}
  }
}

function noDuration(written: string): CcsError {
  return new CcsError(`"${written}" is no length of time; write 30m, 1h or 2d.`, {code: 'bad_usage', exit: EXIT.usage})
}

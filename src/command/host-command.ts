import type {HostContext} from '../host/host-context.js'
import {openPlanningHost} from '../host/open-planning-host.js'
import {BaseCommand} from './base-command.js'

/** A command that works with accounts, profiles and plugins. */
export abstract class HostCommand extends BaseCommand {
  protected openHost(): HostContext {
    return openPlanningHost(process.env, {note: (message) => this.logToStderr(message)})
  }
}

import {string} from '@oclif/core/flags'
import {EFFORT_LEVELS} from '../models/effort.js'

/** What `create` and `edit` let a person choose. */
export const variantFlags = {
  provider: string({summary: 'Who answers', helpValue: '<id>'}),
  model: string({
    summary: 'Model of the default slot, suffixes included; opus and sonnet follow where they are not set apart',
    helpValue: '<id>',
  }),
  opus: string({summary: 'Model of the opus slot', helpValue: '<id>'}),
  sonnet: string({summary: 'Model of the sonnet slot', helpValue: '<id>'}),
  haiku: string({summary: 'Model of the haiku slot, for small work', helpValue: '<id>'}),
  target: string({summary: 'The coding CLI to start', helpValue: '<runtime>'}),
  account: string({summary: 'The account that serves every session', helpValue: '<name>'}),
  effort: string({summary: `Effort for every model: ${EFFORT_LEVELS.join(', ')}`, helpValue: '<level>'}),
}

import * as Flags from '@oclif/core/flags'

/** Whose accounts are meant. */
export const providerFlag = Flags.string({summary: 'The provider', default: 'codex', helpValue: '<id>'})

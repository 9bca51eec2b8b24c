import {CALL_ADDITIONS} from './calls.js'
import type {Addition} from './draft.js'
import {MEDIA_ADDITIONS} from './media.js'
import {MESSAGE_ADDITIONS} from './messages.js'
import {TOOL_ADDITIONS} from './tools.js'
import {TOP_LEVEL} from './top-level.js'

export type {Addition, Draft} from './draft.js'

/** Everything that a request of a release to come could bring, each in one place. */
export const ADDITIONS: readonly Addition[] = [
  ...TOP_LEVEL,
  ...MESSAGE_ADDITIONS,
  ...TOOL_ADDITIONS,
  ...CALL_ADDITIONS,
  ...MEDIA_ADDITIONS,
]

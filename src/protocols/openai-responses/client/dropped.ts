import type {DroppedTable} from '../../dropped.js'
import {DROPPED_BY_BOTH} from '../../openai/dropped-by-both.js'

/** What a Responses request may say and a turn cannot carry, with the reason. Printed in docs/dropped.md. */
export const DROPPED: DroppedTable = {
  ...DROPPED_BY_BOTH,
  'key previous_response_id': 'Nothing is stored upstream; the conversation is in the input.',
  'item reasoning': 'Not sealed, or sealed by another vendor.',
  'item additional_tools': 'Its tools are read; the item itself says nothing.',
  'item compaction': 'Sealed by another vendor: what it sums up cannot be read from here.',
  'tool local_shell': 'A turn has no such tool.',
  'tool image_generation': 'A turn has no such tool.',
}

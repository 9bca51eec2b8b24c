import type {DroppedTable} from '../dropped.js'
import {DROPPED_BY_BOTH} from '../openai/dropped-by-both.js'

/** What a Chat Completions request may say and a turn cannot carry, with the reason. Printed in docs/dropped.md. */
export const DROPPED: DroppedTable = {
  ...DROPPED_BY_BOTH,
  'key max_tokens': 'Upstreams of coding sessions refuse a limit on output. It is kept for the record only.',
  'key n': 'One answer is all that an upstream gives.',
  'key seed': 'Upstreams of coding sessions refuse sampling parameters.',
  'key presence_penalty': 'Upstreams of coding sessions refuse sampling parameters.',
  'key frequency_penalty': 'Upstreams of coding sessions refuse sampling parameters.',
  'key logit_bias': 'Upstreams of coding sessions refuse sampling parameters.',
  'key logprobs': 'No upstream tells them with a turn.',
  'key top_logprobs': 'No upstream tells them with a turn.',
  'key functions': 'Replaced by `tools` years ago.',
  'key function_call': 'Replaced by `tool_choice` years ago.',
  'message key reasoning_content': 'Without its seal no upstream takes a thought back.',
  'message key *': 'Unknown; a message has no place for it.',
  'message tool': 'A tool’s message without the id of its call answers nothing.',
  'call *': 'A call without an id or a name cannot be answered.',
}

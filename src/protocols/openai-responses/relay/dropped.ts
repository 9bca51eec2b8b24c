import type {DroppedTable} from '../../dropped.js'

/** What a Responses request may say and the ChatGPT backend refuses, with the reason. */
export const DROPPED: DroppedTable = {
  'key previous_response_id': 'The backend stores no answers; the conversation is in the input.',
  'key store': 'The backend stores nothing.',
  'key max_output_tokens': 'The backend refuses a limit on output.',
  'key temperature': 'The backend refuses sampling parameters.',
  'key top_p': 'The backend refuses sampling parameters.',
  'key metadata': 'The backend takes no metadata.',
  'key user': 'Nothing that identifies a person is sent.',
  'key safety_identifier': 'Nothing that identifies a person is sent.',
  'key *': 'The backend refuses every top-level key that it does not know.',
  'reasoning key *': 'The backend knows effort, summary and context.',
  'stream_options key *': 'The backend knows include_obfuscation and reasoning_summary_delivery.',
  'include *': 'The backend includes sealed reasoning and sources of searches, nothing else.',
  'service_tier *': 'Only `fast` and `priority` name a tier the backend has.',
  'item reasoning': 'Without its seal it would be looked up, and nothing is stored.',
  'item item_reference': 'It would be looked up, and nothing is stored.',
  'item id': 'Longer than the 64 characters that the backend takes.',
  'tool refused': 'The backend refused its schema. The rest of the session goes on without it.',
  'reasoning of another account': 'Only the account that sealed it can read it.',
  'compaction of another account': 'Only the account that sealed it can read it.',
}

import type {DroppedTable} from '../dropped.js'

/** What a request in either dialect of OpenAI may say and a turn cannot carry, with the reason. */
export const DROPPED_BY_BOTH: DroppedTable = {
  'key max_tool_calls': 'A turn has no such limit.',
  'key temperature': 'Upstreams of coding sessions refuse sampling parameters.',
  'key top_p': 'Upstreams of coding sessions refuse sampling parameters.',
  'key metadata': 'There is no place for it upstream.',
  'key user': 'Nothing that identifies a person is sent.',
  'key safety_identifier': 'Nothing that identifies a person is sent.',
  'key store': 'Nothing is stored upstream.',
  'key verbosity': 'A turn has no such field.',
  'key service_tier': 'Only `fast` and `priority` name a tier; every other word means the usual one.',
  'key *': 'Unknown, or without a place in a turn.',
  'effort *': 'Not the name of an effort. The model’s own default applies.',
  'tool_choice *': 'Not a choice that is known. The model chooses.',
  'format *': 'Only a JSON schema can be asked of an upstream.',
  'message *': 'Not a message: neither an object nor text.',
  'role *': 'Unknown; the message is sent as a developer’s, in its place.',
  'item *': 'Its kind belongs to the vendor that made it.',
  'block *': 'Unknown, and without text that could be carried.',
  'image *': 'Broken, too large, or of a kind that upstreams refuse: sent, it would fail this and every later turn.',
  'document *': 'Broken, or of a kind that upstreams refuse. A note stands in its place.',
  'source *': 'Uploaded to another vendor, it cannot be read from here. A note stands in its place.',
  'image of the assistant': 'Upstreams take only text from the assistant.',
  'tool duplicate': 'Two tools of one name; the first one counts.',
  'tool *': 'Run by the vendor, or without a name.',
}

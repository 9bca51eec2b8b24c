/** What a Messages request may say and a turn cannot carry, with the reason. Printed in docs/dropped.md. */
export const DROPPED: Readonly<Record<string, string>> = {
  'key max_tokens': 'The upstream refuses a limit on output. It is kept for the record only.',
  'key temperature': 'The upstream refuses sampling parameters.',
  'key top_p': 'The upstream refuses sampling parameters.',
  'key top_k': 'The upstream refuses sampling parameters.',
  'key context_management':
    'Edits of the history are for thinking blocks of another vendor; ours are sealed and small.',
  'key container': 'There is no container upstream.',
  'key mcp_servers':
    'The upstream connects to no MCP servers of a request. Servers of the client arrive as ordinary tools.',
  'key inference_geo': 'The account decides where it is served.',
  'key service_tier': 'Only `fast` and `priority` name a tier the upstream has; every other word means the usual one.',
  'key speed': 'Only `fast` names a speed the upstream has.',
  'key safeguards': 'The upstream has safeguards of its own, and no field for them.',
  'key betas': 'Betas belong to another vendor’s API. What they change in a body is read from the body.',
  'key cache_control': 'The upstream caches by prefix, without marks.',
  'key fallbacks': 'Which model serves is decided by the profile.',
  'key user_profile_id': 'Nothing that identifies a person is sent.',
  'key diagnostics': 'There is no place for it upstream.',
  'key *': 'Unknown; the upstream refuses every key that it does not know.',
  'effort *': 'Not the name of an effort. The model’s own default applies.',
  'thinking *': 'Not a way of thinking that is known. The slot’s default applies.',
  'tool_choice *': 'Not a choice that is known. The model chooses.',
  'format *': 'Only a JSON schema can be asked of the upstream.',
  'message key *': 'Unknown; a message has no place for it.',
  'message *': 'Not a message: neither an object nor text.',
  'role *': 'Unknown; the message is sent as a developer’s, in its place.',
  'system *': 'Not text. The upstream takes instructions as text only.',
  'block thinking': 'Sealed by another vendor, or not sealed at all: this upstream cannot read it.',
  'block redacted_thinking': 'Sealed by another vendor: this upstream cannot read it.',
  'block container_upload': 'There is no container upstream.',
  'block fallback': 'It marks which model answered; the upstream has no place for it.',
  'block *': 'Unknown, and without text that could be carried.',
  'block key *': 'Unknown; its block has no place for it.',
  'image *':
    'Broken, too large, or of a kind that the upstream refuses: sent, it would fail this and every later turn.',
  'document *': 'Broken, or of a kind that the upstream refuses. A note stands in its place.',
  'source file': 'Files uploaded to another vendor cannot be read from here. A note stands in its place.',
  'source *': 'Unknown. A note stands in its place.',
  'image of the assistant': 'The upstream takes only text from the assistant.',
  'tool tool_search': 'A search run by another vendor. Deferred tools are all given to the model instead.',
  'tool code_execution': 'There is no container upstream.',
  'tool web_fetch': 'The upstream’s own web search opens pages by itself.',
  'tool computer': 'The upstream’s models know no such tool.',
  'tool advisor': 'A model of another vendor.',
  'tool mcp_toolset': 'The upstream connects to no MCP servers of a request.',
  'tool *': 'Unknown, and without the schema that would make it an ordinary tool.',
  'tool key *': 'Unknown; a tool has no place for it upstream.',
  'tool deferred': 'Hidden until a search of the client names it: that is what deferring asks for.',
  'tool duplicate': 'Two tools of one name; the first one counts.',
  'web_search blocked_domains': 'The upstream’s search can be held to domains, not kept from them.',
  'web_search max_uses': 'The upstream’s search has no such limit.',
}

export type Note = (name: string) => void

/** The row that explains a name, e.g. `block fancy` by `block *`. */
export function reasonFor(name: string): string | undefined {
  if (Object.hasOwn(DROPPED, name)) return DROPPED[name]
  const row = Object.keys(DROPPED)
    .filter((key) => key.endsWith(' *') && name.startsWith(key.slice(0, -1)))
    .sort((a, b) => b.length - a.length)[0]
  return row === undefined ? undefined : DROPPED[row]
}

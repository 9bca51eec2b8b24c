import {type Json, list, object} from '../../openai/json.js'

/**
 * What a body says of the conversation: the words of both sides, calls and their results. Left out: instructions,
 * and what Claude Code wraps around a prompt.
 */
export function conversation(body: Json | undefined): readonly Json[] {
  return list(body?.input)
    .map(object)
    .flatMap((item) => READERS[String(item.type)]?.(item) ?? [{[String(item.type)]: item}])
}

const READERS: Readonly<Record<string, (item: Json) => readonly Json[]>> = {
  message: ({role, content}) =>
    role === 'developer'
      ? []
      : partsOf(content)
          .filter((text) => !/^\s*<system-reminder>/.test(text))
          .map((text) => ({[String(role)]: text})),
  reasoning: ({encrypted_content: sealed}) => [{sealed}],
  function_call: ({name, arguments: text}) => [{call: name, with: JSON.parse(String(text)) as Json}],
  function_call_output: ({output}) => [{result: typeof output === 'string' ? output : partsOf(output)}],
}

function partsOf(content: unknown): readonly string[] {
  if (typeof content === 'string') return [content]
  return list(content)
    .map(object)
    .map(({type, text}) => (typeof text === 'string' ? text : `[${String(type)}]`))
}

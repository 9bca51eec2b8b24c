import {type Json, list, object} from '../../openai/json.js'

/** What the newest tool of a request said. */
export function lastResult(body: Json | undefined): string {
  const results = list(body?.input)
    .map(object)
    .filter(({type}) => String(type).endsWith('_call_output'))
  const {output} = results.at(-1) ?? {}
  return typeof output === 'string'
    ? output
    : list(output)
        .map((part) => String(object(part).text))
        .join('')
}

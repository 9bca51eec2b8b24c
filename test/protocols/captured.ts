import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'

const FIXTURES = join(import.meta.dirname, '..', 'fixtures', 'claude-code')

type Json = Readonly<Record<string, unknown>>
type Headers = Readonly<Record<string, string>>

/** What a release of Claude Code sent, in other words, and what reaches the upstream. */
export interface Captured {
  readonly version: string
  readonly name: string
  readonly headers: Headers
  readonly body: Json
  readonly upstream: {readonly body: Json; readonly dropped: readonly string[]; readonly read: Json}
}

/** One folder a request. Tools stand beside them, once for all, and are named where they are used. */
export function captured(): readonly Captured[] {
  return readdirSync(FIXTURES).flatMap((version) => {
    const tools = readJson<Json>(version, 'tools.json')
    const written = readJson<Json>(version, 'upstream-tools.json')
    return readdirSync(join(FIXTURES, version), {withFileTypes: true})
      .filter((entry) => entry.isDirectory())
      .map(({name}) => {
        const {headers, body} = readJson<Pick<Captured, 'headers' | 'body'>>(version, name, 'request.json')
        const upstream = readJson<Captured['upstream']>(version, name, 'upstream.json')
        return {
          version,
          name,
          headers,
          body: withTools(body, tools),
          upstream: {...upstream, body: withTools(upstream.body, written)},
        }
      })
  })
}

function withTools(body: Json, tools: Json): Json {
  return Array.isArray(body.tools) ? {...body, tools: body.tools.map((name) => tools[name])} : body
}

function readJson<T>(...path: readonly string[]): T {
  return JSON.parse(readFileSync(join(FIXTURES, ...path), 'utf8'))
}

import {type LaunchOptions, readLaunchPath} from '../launch/launch-path.js'
import {DEFAULT_PROFILE} from '../session/aliases.js'

export interface ReadPath {
  readonly path: string
  readonly query: URLSearchParams
  readonly launch: LaunchOptions
}

const NONE = new URLSearchParams()
const PROVIDER = /^\/api\/provider\/([A-Za-z0-9._-]+)(?=\/|$)/

/** What stands before the protocol's own path says who asks: a start of ccs, a provider, or nobody in particular. */
export function readPath(url: string): ReadPath {
  const question = url.indexOf('?')
  const whole = question === -1 ? url : url.slice(0, question)
  const query = question === -1 ? NONE : new URLSearchParams(url.slice(question + 1))
  const launched = readLaunchPath(whole)
  if (launched !== undefined) return {path: clean(launched.rest), query, launch: launched.options}
  const [prefix, provider] = PROVIDER.exec(whole) ?? []
  if (prefix !== undefined && provider !== undefined)
    return {path: clean(whole.slice(prefix.length)), query, launch: {profile: provider}}
  return {path: clean(whole), query, launch: {profile: DEFAULT_PROFILE}}
}

function clean(path: string): string {
  const trimmed = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
  return trimmed === '' ? '/' : trimmed
}

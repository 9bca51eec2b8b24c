import type {WebSearchTool} from '../contract/index.js'
import {object, text} from './json.js'

/** Where the user is, as far as it is told, for a `WebSearchTool`; without the key when nothing is. */
export function readLocation(source: unknown): Pick<WebSearchTool, 'location'> {
  const place = object(source)
  const known = ['city', 'region', 'country', 'timezone'].filter((key) => text(place[key]) !== undefined)
  return known.length === 0 ? {} : {location: Object.fromEntries(known.map((key) => [key, place[key]]))}
}

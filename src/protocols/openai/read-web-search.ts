import type {WebSearchTool} from '../../contract/index.js'
import {type Json, list, object} from '../json.js'
import {readLocation} from '../read-location.js'

/** A search of the upstream's own, of whatever version, as the Responses dialect writes it. */
export function readWebSearch(tool: Json): WebSearchTool {
  return {
    type: 'web-search',
    name: 'web_search',
    allowedDomains: list(object(tool.filters).allowed_domains).filter((one): one is string => typeof one === 'string'),
    ...readLocation(tool.user_location),
  }
}

import type {WebSearch} from '../contract/index.js'
import {cleanText} from './clean-text.js'

/** An earlier search in words, for upstreams that take none back. */
export function describeSearch({query, results}: WebSearch): string {
  return cleanText(
    [`Searched the web for: ${query}`, ...results.map(({title, url}) => `- ${title}: ${url}`)].join('\n'),
  )
}

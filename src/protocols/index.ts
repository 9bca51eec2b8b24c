import type {Protocols} from '../contract/index.js'
import {openaiResponses} from './openai-responses/index.js'

/** The upstream dialects that plugins are handed. */
export const protocols = {'openai-responses': openaiResponses} as Protocols

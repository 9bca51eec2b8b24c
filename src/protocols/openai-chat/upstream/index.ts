import type {UpstreamProtocol} from '../../../contract/index.js'
import {readError} from '../../openai-responses/read-error.js'
import {peek} from '../../peek.js'
import {readEvents} from './read-events.js'
import {writeRequest} from './write-request.js'

/** For providers of Chat Completions. */
export const openaiChatUpstream: UpstreamProtocol = {writeRequest, readEvents, readError, peek}

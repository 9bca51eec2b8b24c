import type {RelayProtocol} from '../../contract/index.js'
import {watch} from './relay/watch.js'
import {writeBody} from './relay/write-body.js'

/** For Codex, Droid and whoever else speaks the backend's own dialect. */
export const relay: RelayProtocol = {writeBody, watch}

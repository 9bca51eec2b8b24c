import type {Log} from '../contract/index.js'

/** Nothing is kept: for commands, which tell people instead. */
export const silentLog: Log = {debug: () => undefined, info: () => undefined, warn: () => undefined}

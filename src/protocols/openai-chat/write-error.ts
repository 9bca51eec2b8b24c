import {errorWriter} from '../openai/write-error.js'

/** Clients of Chat Completions know one type of limit, whether it ends in seconds or in days. */
export const {writeError, faultBody} = errorWriter({type: 'rate_limit_error', tellsReset: false})

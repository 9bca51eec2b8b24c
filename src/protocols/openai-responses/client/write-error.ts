import {errorWriter} from '../../openai/write-error.js'

export const {writeError} = errorWriter({tellsReset: true})

export * from './failures.js'
export {type Gate, gate} from './gate.js'
export {type BackendModel, MODELS} from './model-list.js'
export {type OpenAi, startOpenAi} from './openai.js'
export {
  beginToSay,
  call,
  cut,
  decline,
  emit,
  ending,
  fail,
  hold,
  incomplete,
  keepalive,
  raw,
  say,
  search,
  stop,
  think,
  together,
} from './parts.js'
export * from './people.js'
export type {Asked, Reply} from './reply.js'
export {seal} from './seal.js'
export {turn} from './turn.js'

import type {Protocol} from 'ccs/plugin'

export interface Preset {
  readonly baseUrl: string
  readonly protocol: Protocol
  /** Used where nobody names a model. */
  readonly model: string
}

/** Services whose address need not be typed. The last one is whatever the user has. */
export const PRESETS: Readonly<Record<string, Preset>> = {
  openrouter: {baseUrl: 'https://openrouter.ai/api/v1', protocol: 'openai-chat', model: 'openrouter/auto'},
  zai: {baseUrl: 'https://api.z.ai/api/anthropic', protocol: 'anthropic-messages', model: 'glm-5'},
  ollama: {baseUrl: 'http://127.0.0.1:11434/v1', protocol: 'openai-chat', model: 'qwen3-coder'},
  'llama.cpp': {baseUrl: 'http://127.0.0.1:8080/v1', protocol: 'openai-chat', model: 'default'},
  other: {baseUrl: '', protocol: 'openai-chat', model: ''},
}

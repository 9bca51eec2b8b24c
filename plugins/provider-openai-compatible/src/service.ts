import type {Account, Environment, Protocol, Tokens} from 'ccs/plugin'
import {PRESETS} from './presets.js'

/** The service of one account, as its owner described it at sign-in. */
export interface Service {
  readonly origin: string
  /** Without a trailing slash. */
  readonly baseUrl: string
  readonly protocol: Protocol
  readonly model: string
}

/** What follows the base URL. Base URLs of OpenAI's kind hold the version, those of Anthropic's do not. */
const PATHS: Readonly<Record<Protocol, string>> = {
  'openai-chat': '/chat/completions',
  'openai-responses': '/responses',
  'anthropic-messages': '/messages',
}

/** Throws for an address that a key must not be sent to. */
export function serviceOf({fields = {}}: Pick<Account | Tokens, 'fields'>): Service {
  const preset = PRESETS[fields.preset ?? ''] ?? PRESETS.other
  const url = readAddress(fields.baseUrl || preset?.baseUrl || '')
  const protocol = Object.keys(PATHS).find((name): name is Protocol => name === fields.protocol)
  return {
    origin: url.origin,
    baseUrl: `${url.origin}${url.pathname}`.replace(/\/+$/, ''),
    protocol: protocol ?? preset?.protocol ?? 'openai-chat',
    model: fields.model || preset?.model || '',
  }
}

/** A bare host stands for its version 1. */
export function endpointOf({baseUrl, origin, protocol}: Service): string {
  const isBare = baseUrl === origin || (protocol === 'anthropic-messages' && !/\/v\d+$/.test(baseUrl))
  return `${baseUrl}${isBare ? '/v1' : ''}${PATHS[protocol]}`
}

/** Asked at sign-in besides the key. A variable of the environment is the answer where there is no terminal. */
export function fieldsToAsk(env: Environment) {
  const given = (name: string) => env[`CCS_OPENAI_COMPATIBLE_${name}`]
  return [
    {name: 'preset', question: 'Service', choices: Object.keys(PRESETS), default: given('PRESET') ?? 'openrouter'},
    {name: 'baseUrl', question: 'Base URL (empty: that of the service)', default: given('BASE_URL')},
    {
      name: 'protocol',
      question: 'Protocol',
      choices: ['auto', ...Object.keys(PATHS)],
      default: given('PROTOCOL') ?? 'auto',
    },
    {name: 'model', question: 'Model (empty: that of the service)', default: given('MODEL')},
  ]
}

function readAddress(written: string): URL {
  if (written === '') throw new Error('the service "other" needs a base URL')
  if (!URL.canParse(written)) throw new Error(`"${written}" is no base URL`)
  const url = new URL(written)
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isNear(url.hostname))) return url
  throw new Error(`"${written}" must be https: the key would travel in the clear`)
}

/** This machine and private networks. */
function isNear(host: string): boolean {
  return (
    /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+)$/.test(host) ||
    /^172\.(1[6-9]|2\d|3[01])\.\d+\.\d+$/.test(host) ||
    /^[^.]+$|\.(local|internal|lan)$/.test(host)
  )
}

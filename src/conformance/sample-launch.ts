import {join} from 'node:path'
import type {Launch, Model, RuntimePlugin} from '../contract/index.js'

export const KEY = 'conformance-local-key-7f3a'
export const BASE_URL = 'http://127.0.0.1:49152/launch/profile=sample&id=k1'

const MODELS: readonly Model[] = [
  {id: 'gpt-5.4', name: 'GPT-5.4', efforts: ['low', 'high'], tiers: ['fast'], access: 'any', notes: ''},
  {id: 'glm-5', name: 'GLM 5', efforts: [], tiers: [], access: 'any', notes: '', contextWindow: 128_000},
]

const SLOTS = {default: 'gpt-5.4-high', opus: 'gpt-5.4-high', sonnet: 'gpt-5.4', haiku: 'glm-5', subagent: 'gpt-5.4'}

/** A start as the host describes it, frozen: a plan changes nothing. */
export function sampleLaunch(home: string, plugin: RuntimePlugin, over: Partial<Launch> = {}): Launch {
  return freeze({
    binary: '/opt/runtime/bin/runtime',
    ...(plugin.probe && {probe: {stamp: '0123456789abcdef', output: async () => undefined}}),
    args: [],
    cwd: home,
    env: {PATH: '/usr/bin', HOME: home},
    home,
    folder: join(home, 'runtime'),
    interactive: false,
    profile: 'sample',
    provider: {id: 'sample', title: 'Sample'},
    baseUrl: BASE_URL,
    key: KEY,
    slots: SLOTS,
    markedSlots: SLOTS,
    models: MODELS,
    contextWindow: 272_000,
    calledAs: 'ccs',
    settingsEnv: {},
    ...over,
  })
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const held of Object.values(value)) freeze(held)
  }
  return value
}

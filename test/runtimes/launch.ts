import {parse} from 'smol-toml'
import type {Files, Kit, Launch} from '../../src/contract/index.js'
import {parseJson, readText} from '../../src/files/read-json.js'

/** Real files, as the host hands them out. */
export const FILES: Files = {
  read: readText,
  parseJson,
  parseToml: (text, file) => {
    try {
      return parse(text)
    } catch (error) {
      throw Object.assign(new Error(`${file} is not valid TOML: ${(error as Error).message}`), {exit: 2})
    }
  },
}

export const KIT = {files: FILES} as Kit

export function launchIn(home: string, over: Partial<Launch> = {}): Launch {
  const slots = {
    default: 'gpt-5.4-high-fast',
    opus: 'gpt-5.4-high-fast',
    sonnet: 'gpt-5.4',
    haiku: 'gpt-5.4-mini',
    subagent: 'gpt-5.4',
  }
  return {
    binary: '/bin/runtime',
    args: [],
    cwd: home,
    env: {},
    home,
    folder: `${home}/.ccs/runtimes/it`,
    interactive: true,
    profile: 'codex',
    provider: {id: 'codex', title: 'Codex'},
    baseUrl: 'http://127.0.0.1:8317/launch/profile=codex&id=k1',
    key: 'local-secret',
    slots,
    markedSlots: slots,
    models: [
      {id: 'gpt-5.4', name: 'GPT-5.4', efforts: ['low', 'high'], tiers: ['fast'], access: 'any', notes: 'Recommended'},
      {
        id: 'gpt-5.4-mini',
        name: 'GPT-5.4 Mini',
        efforts: ['low'],
        tiers: [],
        access: 'any',
        notes: '',
        contextWindow: 9,
      },
    ],
    contextWindow: 272_000,
    calledAs: 'ccs',
    settingsEnv: {},
    ...over,
  }
}

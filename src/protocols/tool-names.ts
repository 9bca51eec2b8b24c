import {createHash} from 'node:crypto'
import type {ToolNames, Turn} from '../contract/index.js'

/** What OpenAI takes as a tool's name. */
const LEGAL = /^[a-zA-Z0-9_-]{1,64}$/
const HEAD = 20
const HASH = 8
const TAIL = 64 - HEAD - HASH - 2

/** All names that a turn uses, its history included. */
export function namesIn({tools, items}: Pick<Turn, 'tools' | 'items'>): readonly string[] {
  const called = items.filter((item) => item.type === 'tool-call').map((item) => item.name)
  return [...tools.filter((tool) => tool.type === 'function').map((tool) => tool.name), ...called]
}

export interface ToolAliases {
  /** The upstream's name for one of ours. */
  readonly alias: (name: string) => string
  /** The way back, for the names that had to change. */
  readonly names: ToolNames
}

/**
 * Names the upstream would refuse get an alias that depends on the name alone, so that it is the same in every turn;
 * head and tail stay readable for the model. Give all names that the request uses, its history included.
 */
export function aliasTools(all: Iterable<string>): ToolAliases {
  const own = [...new Set(all)].sort()
  const taken = new Set(own.filter((name) => LEGAL.test(name)))
  const aliases = new Map<string, string>()
  for (const name of own) {
    if (LEGAL.test(name)) continue
    const alias = freeAlias(name, taken)
    taken.add(alias)
    aliases.set(name, alias)
  }
  return {
    alias: (name) => aliases.get(name) ?? name,
    names: new Map([...aliases].map(([name, alias]) => [alias, name])),
  }
}

function freeAlias(name: string, taken: ReadonlySet<string>): string {
  for (let round = 0; ; round++) {
    const alias = shorten(name, round)
    if (!taken.has(alias)) return alias
  }
}

function shorten(name: string, round: number): string {
  const hash = createHash('sha256').update(`${round}:${name}`).digest('hex').slice(0, HASH)
  const legal = name.replace(/[^a-zA-Z0-9_-]/g, '_')
  return legal.length <= HEAD + TAIL ? `${legal}_${hash}` : `${legal.slice(0, HEAD)}_${hash}_${legal.slice(-TAIL)}`
}

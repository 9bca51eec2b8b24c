import type {Item, Part, Tool, Turn} from '../contract/index.js'

/** What one image costs, about. */
const IMAGE = 1600
/** Base64 characters of a PDF to a token, about: a page is some 50 KB and 2,000 tokens. */
const FILE_CHARACTERS = 30
/** Role, separators and names around an item. */
const FRAME = 4
/** UTF-16 units to a token: prose and code of a coding session; scripts beyond Latin take about one each. */
const LATIN = 4
const OTHER = 1.2

/**
 * Input tokens of a turn, told before the upstream counts them. Within a fifth of the truth for what coding sessions
 * hold, and fast enough for every request; a real tokenizer would cost tens of megabytes of memory.
 */
export function estimateTokens(turn: Pick<Turn, 'items' | 'tools'>): number {
  const items = turn.items.reduce((sum, item) => sum + itemTokens(item), 0)
  const tools = turn.tools.reduce((sum, tool) => sum + toolTokens(tool), 0)
  return Math.ceil(items + tools)
}

function itemTokens(item: Item): number {
  switch (item.type) {
    case 'message':
    case 'tool-result':
      return FRAME + partsTokens(item.parts)
    case 'tool-call':
      return FRAME + textTokens(item.name) + textTokens(item.arguments)
    case 'reasoning':
      return FRAME + item.replay.sealed.length / (LATIN * 2)
    case 'web-search':
      return FRAME + item.results.reduce((sum, {title, url}) => sum + textTokens(title) + textTokens(url), 0)
  }
}

function partsTokens(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + partTokens(part), 0)
}

function partTokens(part: Part): number {
  switch (part.type) {
    case 'text':
      return textTokens(part.text)
    case 'image':
      return IMAGE
    case 'file':
      return part.source.type === 'url' ? IMAGE : part.source.data.length / FILE_CHARACTERS
  }
}

function toolTokens(tool: Tool): number {
  if (tool.type === 'web-search') return FRAME
  return FRAME + textTokens(tool.name) + textTokens(tool.description) + textTokens(JSON.stringify(tool.schema))
}

/** How many units of a long text are looked at; the rest is taken to be like them. */
const SAMPLE = 512

function textTokens(text: string): number {
  const step = Math.max(1, Math.floor(text.length / SAMPLE))
  let seen = 0
  let other = 0
  for (let at = 0; at < text.length; at += step) {
    seen++
    if (text.charCodeAt(at) > LAST_LATIN) other++
  }
  if (other === 0) return text.length / LATIN
  const share = other / seen
  return text.length * (share / OTHER + (1 - share) / LATIN)
}

/** Latin with its accents. */
const LAST_LATIN = 0x24f

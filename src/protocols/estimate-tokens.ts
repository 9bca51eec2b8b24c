import type {Item, Part, Tool} from '../contract/index.js'

/** What one image costs, about. */
const IMAGE = 1600
/** Base64 characters of a PDF to a token, about: a page is some 50 KB and 2,000 tokens. */
const FILE_CHARACTERS = 30
/** Role, separators and names around an item. */
const FRAME = 4
/** UTF-16 units of a tool's schema to a token: models read it as a type in a program, which is shorter than the JSON. */
const SCHEMA = 4
/** The same of a seal, which the upstream reads unpacked. */
const SEAL = 8

/**
 * Input tokens of each item, told before the upstream counts them. Within a fifth of the truth for what coding sessions
 * hold, and fast enough for every request; a real tokenizer would cost tens of megabytes of memory.
 */
export function estimateItems(items: readonly Item[]): readonly number[] {
  return items.map(itemTokens)
}

/** The same of all tools together. */
export function estimateTools(tools: readonly Tool[]): number {
  return tools.reduce((sum, tool) => sum + toolTokens(tool), 0)
}

function itemTokens(item: Item): number {
  switch (item.type) {
    case 'message':
    case 'tool-result':
      return FRAME + partsTokens(item.parts)
    case 'tool-call':
      return FRAME + textTokens(item.name) + textTokens(item.arguments)
    case 'reasoning':
      return FRAME + item.replay.sealed.length / SEAL
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
  return FRAME + textTokens(tool.name) + textTokens(tool.description) + JSON.stringify(tool.schema).length / SCHEMA
}

/** How many units of a long text are looked at; the rest is taken to be like them. */
const SAMPLE = 512

function textTokens(text: string): number {
  const step = Math.max(1, Math.floor(text.length / SAMPLE))
  let seen = 0
  let sum = 0
  for (let at = 0; at < text.length; at += step) {
    seen++
    sum += weight(text.charCodeAt(at))
  }
  return seen === 0 ? 0 : (sum * text.length) / seen
}

/** Tokens to a UTF-16 unit, measured with OpenAI's `o200k_base` on prose, code, tables and logs. */
const LETTER = 0.17
const DIGIT = 0.65
const SIGN = 0.6
const SPACE = 0.3
/** Of the scripts beyond, up to a last unit each; what follows is written in signs: Chinese, Japanese, Korean, emoji. */
const SCRIPTS: readonly (readonly [last: number, weight: number])[] = [
  // Latin with accents
  [0x24f, 0.35],
  // Greek
  [0x3ff, 0.4],
  // Cyrillic
  [0x52f, 0.22],
  // Armenian, Hebrew
  [0x5ff, 0.43],
  // Arabic, and the scripts of India
  [0xdff, 0.33],
  // Thai, Lao, Tibetan
  [0xfff, 0.44],
  // Georgian and its neighbours, and the Latin of Vietnamese
  [0x1fff, 0.34],
  [0xffff, 0.65],
]

const ASCII = Float64Array.from({length: 0x80}, (_, unit) => asciiWeight(String.fromCharCode(unit)))

function asciiWeight(sign: string): number {
  if (/[a-z]/i.test(sign)) return LETTER
  if (/\d/.test(sign)) return DIGIT
  return /\s/.test(sign) ? SPACE : SIGN
}

function weight(unit: number): number {
  return ASCII[unit] ?? SCRIPTS.find(([last]) => unit <= last)?.[1] ?? SIGN
}

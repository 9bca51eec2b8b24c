import type {Citation} from '../../../contract/index.js'
import {type Json, list, object, parseJson, text} from '../../json.js'
import {startBlock, writeBlock} from '../../start-block.js'
import type {OpenBlock, Out, Reading} from './reading.js'
import {sealRedacted, sealThinking} from './thinking-seal.js'

type BlockReader = (reading: Reading, wire: Json, out: Out) => OpenBlock | undefined

/** Kinds of blocks that a client can be told of. */
const BLOCKS: Readonly<Record<string, BlockReader>> = {
  text: readText,
  thinking: readThinking,
  redacted_thinking: readRedacted,
  tool_use: readCall,
  server_tool_use: readSearch,
  web_search_tool_result: readResults,
}

/** Begins a block; `undefined` for a kind that says nothing to a client. */
export function readBlock(reading: Reading, wire: Json, out: Out): OpenBlock | undefined {
  const type = text(wire.type) ?? ''
  return Object.hasOwn(BLOCKS, type) ? BLOCKS[type]?.(reading, wire, out) : undefined
}

/** A block begins with its first character: an empty one leaves no trace. */
function readText(reading: Reading, wire: Json, out: Out): OpenBlock {
  let block: number | undefined
  let said = ''
  const citations: Json[] = []
  const say = (piece: string, to: Out): void => {
    if (piece === '') return
    block ??= startBlock(reading, {type: 'text'}, to)
    said += piece
    writeBlock(block, piece, to)
  }
  say(text(wire.text) ?? '', out)
  return {
    delta(delta, to) {
      if (delta.type === 'citations_delta') citations.push(object(delta.citation))
      say(text(delta.text) ?? '', to)
    },
    stop(to) {
      if (block === undefined) return
      const cited = citations.flatMap((citation) => readCitation(citation, said))
      to.push({type: 'block-end', block, content: {type: 'text', citations: cited}})
    },
  }
}

/** The dialect cites the source's words. Where they are not our own, the whole block is what cites. */
function readCitation(wire: Json, said: string): readonly Citation[] {
  const url = text(wire.url)
  if (url === undefined) return []
  const cited = text(wire.cited_text) ?? ''
  const at = cited === '' ? -1 : said.indexOf(cited)
  const place = at === -1 ? {start: 0, end: said.length} : {start: at, end: at + cited.length}
  return [{url, title: text(wire.title) ?? url, ...place}]
}

function readThinking(reading: Reading, wire: Json, out: Out): OpenBlock {
  const block = startBlock(reading, {type: 'reasoning'}, out)
  let thought = text(wire.thinking) ?? ''
  let signature = text(wire.signature) ?? ''
  writeBlock(block, thought, out)
  return {
    delta(delta, to) {
      const piece = text(delta.thinking) ?? ''
      thought += piece
      signature += text(delta.signature) ?? ''
      writeBlock(block, piece, to)
    },
    stop(to) {
      const sealed = signature === '' ? {} : {sealed: sealThinking(thought, signature)}
      to.push({type: 'block-end', block, content: {type: 'reasoning', ...sealed}})
    },
  }
}

function readRedacted(reading: Reading, wire: Json, out: Out): OpenBlock {
  const block = startBlock(reading, {type: 'reasoning'}, out)
  const sealed = sealRedacted(text(wire.data) ?? '')
  return {
    delta: () => undefined,
    stop: (to) => void to.push({type: 'block-end', block, content: {type: 'reasoning', sealed}}),
  }
}

/** Some servers give the whole input at once, where others give nothing yet. */
function readCall(reading: Reading, wire: Json, out: Out): OpenBlock | undefined {
  const name = text(wire.name)
  const callId = text(wire.id)
  if (!name || !callId) return undefined
  reading.called = true
  const block = startBlock(reading, {type: 'tool-call', callId, name: reading.toolNames.get(name) ?? name}, out)
  let isEmpty = true
  return {
    mustEnd: true,
    delta(delta, to) {
      const piece = text(delta.partial_json) ?? ''
      isEmpty &&= piece === ''
      writeBlock(block, piece, to)
    },
    stop(to) {
      const isGiven = isEmpty && Object.keys(object(wire.input)).length > 0
      if (isGiven) writeBlock(block, JSON.stringify(wire.input), to)
      to.push({type: 'block-end', block, content: {type: 'tool-call'}})
    },
  }
}

/** A search ends with its results, which are a block of their own. */
function readSearch(reading: Reading, wire: Json, out: Out): OpenBlock | undefined {
  const id = text(wire.id)
  if (wire.name !== 'web_search' || id === undefined || reading.searches.has(id)) return undefined
  const search = {block: startBlock(reading, {type: 'web-search', id}, out), query: ''}
  reading.searches.set(id, search)
  let written = ''
  return {
    delta(delta) {
      written += text(delta.partial_json) ?? ''
    },
    stop() {
      search.query = text(object(parseJson(written)).query) ?? text(object(wire.input).query) ?? ''
    },
  }
}

function readResults(reading: Reading, wire: Json, out: Out): undefined {
  const id = text(wire.tool_use_id) ?? ''
  const search = reading.searches.get(id)
  if (search === undefined) return
  reading.searches.delete(id)
  const results = list(wire.content).flatMap((one) => {
    const {url, title} = object(one)
    const address = text(url)
    return address === undefined ? [] : [{title: text(title) ?? address, url: address}]
  })
  out.push({type: 'block-end', block: search.block, content: {type: 'web-search', query: search.query, results}})
}

import {isDeepStrictEqual} from 'node:util'
import {expect} from 'chai'
import fc from 'fast-check'
import type {TurnEvent} from '../../src/contract/index.js'
import {isTurnError} from '../../src/errors/turn-error.js'
import {anthropicMessages} from '../../src/protocols/anthropic-messages/index.js'
import type {AnswerContext} from '../../src/protocols/client-protocol.js'
import {foldTurn} from '../../src/protocols/fold-turn.js'
import {readEvents} from '../../src/protocols/openai-responses/read-events.js'
import {stepAll} from '../../src/protocols/transducer.js'
import {collectMessage} from './anthropic-messages/collect-message.js'
import {asides, type Content, endings, items, NAMES, weave, wireName, wires} from './generate-stream.js'
import {keepsOf, readBack} from './read-back.js'
import {collect, cutAt, grammarFaults, recorded} from './recorded.js'
import {ACCOUNT} from './translate.js'

const SEED = 20_260_930
const CONTEXT: AnswerContext = {
  model: 'gpt-5.4-high',
  estimatedInput: 90,
  fingerprint: ACCOUNT.fingerprint,
  stopSequences: [],
}
const TOOL_NAMES = new Map(NAMES.filter((name) => wireName(name) !== name).map((name) => [wireName(name), name]))
const read = (bytes: Uint8Array, cuts: readonly number[] = []) =>
  collect(readEvents(cutAt(bytes, cuts), TOOL_NAMES, () => 1_764_000_000_000))

const streams = fc
  .record({
    said: items,
    turns: fc.array(fc.nat(5), {minLength: 1, maxLength: 30}),
    between: fc.array(fc.option(asides, {freq: 5, nil: undefined}), {maxLength: 30}),
    ending: endings,
    after: fc.array(asides, {maxLength: 2}),
    wire: wires,
  })
  .map(({said, turns, between, ending, after, wire}) => {
    const told = weave(said, turns, between)
    const all = ending === undefined ? told : [...told, ending, ...after]
    return {said: said.map(({content}) => content), ending, messages: all.map(wire)}
  })

describe('streams', function () {
  this.timeout(20_000)

  for (const {name, stream} of recorded('openai-responses')) {
    it(`keep the grammar: ${name}`, async () => {
      const events = await read(stream)
      expect(faultsOf(events)).to.deep.equal([])
      const streamed = write(events)
      for (const size of [1, 7, 4096])
        expect(write(await read(stream, multiples(size, stream.length)))).to.equal(streamed)
      for (let kept = 0; kept < stream.length; kept += 1 + (kept % 13))
        expectEnd(await read(stream.subarray(0, kept)), streamed)
    })
  }

  it('keep the grammar, whatever comes in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(streams, fc.array(fc.nat(9999), {maxLength: 8}), async (stream, cuts) => {
        const bytes = Buffer.from(stream.messages.join(''))
        const events = await read(bytes)
        expect(faultsOf(events)).to.deep.equal([])
        const streamed = write(events)
        expect(write(await read(bytes, multiples(1, bytes.length)))).to.equal(streamed)
        const places = cuts.map((cut) => cut % bytes.length)
        expect(write(await read(bytes, places))).to.equal(streamed)
      }),
      {seed: SEED, numRuns: 300},
    )
  })

  it('end in an error wherever they are cut off', async () => {
    await fc.assert(
      fc.asyncProperty(streams, async ({messages}) => {
        const events = await read(Buffer.from(messages.join('')))
        const streamed = write(events)
        for (let kept = 0; kept <= messages.length; kept++)
          expectEnd(await read(Buffer.from(messages.slice(0, kept).join(''))), streamed)
      }),
      {seed: SEED, numRuns: 60},
    )
  })

  it('say all that the items said, though deltas are missing and ends repeated', async () => {
    await fc.assert(
      fc.asyncProperty(streams, async (stream) => {
        const events = await read(Buffer.from(stream.messages.join('')))
        const said = blocksSaid(stream.said)
        const isAnswer = said.some((block) => !/^."reasoning/.test(JSON.stringify(block)))
        const isWhole = /completed|done|incomplete/.test(stream.ending?.type ?? '')
        if (events.at(-1)?.type === 'turn-end') expect(sorted(blocksTold(events))).to.deep.equal(sorted(said))
        else expect(isAnswer && isWhole).to.equal(false)
      }),
      {seed: SEED, numRuns: 300},
    )
  })

  it('lose an event, or bring it twice, or change its fields, and keep the grammar', async () => {
    const changes = fc.array(fc.tuple(fc.nat(999), fc.constantFrom(...CHANGES)), {minLength: 1, maxLength: 6})
    await fc.assert(
      fc.asyncProperty(streams, changes, async ({messages}, all) => {
        const changed = [...messages]
        for (const [at, change] of all) {
          const place = at % Math.max(1, changed.length)
          changed.splice(place, 1, ...change(changed[place] ?? ''))
        }
        expect(faultsOf(await read(Buffer.from(changed.join(''))))).to.deep.equal([])
      }),
      {seed: SEED, numRuns: 400},
    )
  })

  it('say the same when their events name neither item nor part', async () => {
    await fc.assert(
      fc.asyncProperty(items, async (all) => {
        const said = all.slice(0, 1)
        const whole = [...weave(said, [0], []), {type: 'response.completed', response: {}}]
        const named = whole.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')
        const bare = named.replace(/"((item_id|output_index|id)":("[^"]*"|\d+)|(content|summary)_index":0),/g, '')
        const [a, b] = [await read(Buffer.from(named)), await read(Buffer.from(bare))]
        expect(faultsOf(b)).to.deep.equal([])
        expect(withoutIds(b)).to.deep.equal(withoutIds(a))
      }),
      {seed: SEED, numRuns: 200},
    )
  })

  it('read back as what they were', async () => {
    await fc.assert(
      fc.asyncProperty(streams, async ({messages}) => {
        const events = await read(Buffer.from(messages.join('')))
        if (events.at(-1)?.type !== 'turn-end') return
        const {refusal, kept} = readBack(anthropicMessages.writeMessage(events, CONTEXT), NAMES)
        expect(refusal).to.equal(undefined)
        expect(kept).to.deep.equal(keepsOf(foldTurn(events).blocks, ACCOUNT.fingerprint))
      }),
      {seed: SEED, numRuns: 300},
    )
  })

  it('stop at a stop sequence, streamed and whole alike', async () => {
    await fc.assert(
      fc.asyncProperty(streams, fc.constantFrom('</block>', 'a', '\n\n', '🙂', '"\\'), async ({messages}, sequence) => {
        const events = await read(Buffer.from(messages.join('')))
        expect(faultsOf(events, {...CONTEXT, stopSequences: [sequence]})).to.deep.equal([])
        expect(faultsOf(events, {...CONTEXT, hidesReasoning: true})).to.deep.equal([])
      }),
      {seed: SEED, numRuns: 200},
    )
  })
})

/** What happens to an event on a bad day. */
const CHANGES: readonly ((message: string) => readonly string[])[] = [
  () => [],
  (message) => [message, message],
  (message) => [message.replace(/"output_index":\d+/, '"output_index":{"toString":1}')],
  (message) => [message.replace(/"output_index":\d+/, '"output_index":"2"')],
  (message) => [message.replace(/"item_id":"[^"]+"/, '"item_id":null')],
  (message) => [message.replace(/"(content|summary)_index":\d+/, '"$1_index":{"toString":1}')],
  (message) => [message.replace(/"(item_id|output_index|content_index|summary_index)":[^,]+,/g, '')],
  (message) => [message.replace(/"(delta|text|arguments|refusal)":"/, '"$1":7,"was":"')],
  (message) => [message.replace(/"item":\{/, '"item":null,"was":{')],
  (message) => [message.replace(/"(summary|content|annotations|sources)":\[/, '"$1":{},"was":[')],
  (message) => [message.slice(0, message.length / 2), '\n\n'],
  (message) => ['data: [DONE]\n\n', 'data: null\n\n', 'data: "text"\n\n', message],
]

function write(events: readonly TurnEvent[], context: AnswerContext = CONTEXT): string {
  const writer = anthropicMessages.writeEvents(context)
  const [state, out] = stepAll(writer, writer.initial(), events)
  return [...out, ...writer.end(state)].join('')
}

/** What is wrong with an answer, in our own events and as a client gets it. */
function faultsOf(events: readonly TurnEvent[], context: AnswerContext = CONTEXT): readonly string[] {
  const {message, error, faults} = collectMessage(write(events, context))
  const whole = wholeOf(events, context)
  const isSame = error === undefined ? isDeepStrictEqual(message, whole) : whole === undefined
  return [...grammarFaults(events), ...faults, ...(isSame ? [] : ['streamed and whole are not the same'])]
}

/** `undefined` for a turn that failed. */
function wholeOf(events: readonly TurnEvent[], context: AnswerContext): unknown {
  try {
    return JSON.parse(JSON.stringify(anthropicMessages.writeMessage(events, context)))
  } catch (error) {
    if (!isTurnError(error)) throw error
    return undefined
  }
}

/** A part of an answer ends in an error, unless all that counts had come. */
function expectEnd(part: readonly TurnEvent[], streamed: string): void {
  expect(faultsOf(part)).to.deep.equal([])
  if (part.at(-1)?.type !== 'turn-error') expect(write(part)).to.equal(streamed)
}

/** Ids of searches and of the turn: made up where none are given. */
function withoutIds(events: readonly TurnEvent[]): unknown {
  return JSON.parse(JSON.stringify(events).replace(/"id":"[^"]*"/g, '"id":""'))
}

function multiples(size: number, length: number): readonly number[] {
  return Array.from({length: Math.floor(length / size)}, (_, at) => at * size)
}

/** In any order: that of their beginnings depends on how the events came. */
function sorted(blocks: readonly unknown[]): readonly string[] {
  return blocks.map((block) => JSON.stringify(block)).sort()
}

function blocksTold(events: readonly TurnEvent[]): readonly unknown[] {
  return foldTurn(events).blocks.map(({start, text, end}) => {
    if (start.type === 'tool-call') return ['call', start.callId, start.name, text]
    if (end.type === 'web-search') return ['search', end.query, end.results.map(({url}) => url)]
    return end.type === 'reasoning' ? ['reasoning', text, end.sealed] : [start.type, text]
  })
}

function blocksSaid(said: readonly Content[]): readonly unknown[] {
  return said.flatMap((content, at): readonly unknown[] => {
    switch (content.kind) {
      case 'call':
        return [['call', `call_${at}`, content.name, content.arguments]]
      case 'search':
        return [['search', content.query, content.urls]]
      case 'reasoning':
        return [['reasoning', content.text, content.sealed]]
      case 'unknown':
        return []
      default:
        return content.texts.map((text) => [content.kind, text])
    }
  })
}

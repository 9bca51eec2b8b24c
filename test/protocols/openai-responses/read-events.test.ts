import {expect} from 'chai'
import fc from 'fast-check'
import {readEvents, readFrames} from '../../../src/protocols/openai-responses/read-events.js'
import {sse} from '../../../src/protocols/sse.js'
import {collect, cutAt, grammarFaults, plain, recorded} from '../recorded.js'
import {JSON_FAULTS} from './json-faults.js'

const NOW = () => 1_764_000_000_000
const read = (body: AsyncIterable<Uint8Array>, names = new Map<string, string>()) =>
  collect(readEvents(body, names, NOW))

describe('openai-responses: read-events', () => {
  for (const {name, stream, events} of recorded('openai-responses')) {
    describe(name, () => {
      it('means these events', async () => {
        expect(await read(cutAt(stream, []))).to.deep.equal(events)
        expect(grammarFaults(events)).to.deep.equal([])
      })

      it('means the same however it is cut', async () => {
        expect(await read(cutAt(stream, [...stream.keys()]))).to.deep.equal(events)
        const places = fc.array(fc.nat(stream.length), {maxLength: 12})
        await fc.assert(
          fc.asyncProperty(places, async (cuts) => {
            expect(await read(cutAt(stream, cuts))).to.deep.equal(events)
          }),
          {numRuns: 40},
        )
      })

      it('means the same as frames of a WebSocket', async () => {
        expect(await collect(readFrames(each(messagesOf(stream)), new Map(), NOW))).to.deep.equal(events)
      })

      it('ends in an error wherever it is cut off', async () => {
        const messages = messagesOf(stream)
        for (let kept = 0; kept <= messages.length; kept++) {
          const got = await collect(readFrames(each(messages.slice(0, kept)), new Map(), NOW))
          expect(grammarFaults(got), `after ${kept} messages`).to.deep.equal([])
          if (got.at(-1)?.type === 'turn-end') expect(got).to.deep.equal(events)
        }
      })
    })
  }

  it('gives tools the names that the client knows', async () => {
    const call = {type: 'function_call', id: 'fc_1', call_id: 'call_1', name: 'short', arguments: '{}'}
    const events = await collect(
      readFrames(each([JSON.stringify({type: 'response.output_item.done', output_index: 0, item: call})]), NAMES, NOW),
    )
    expect(events[1]).to.deep.equal({
      type: 'block-start',
      block: 0,
      content: {type: 'tool-call', callId: 'call_1', name: 'mcp__a.very.long.name'},
    })
  })

  it('takes the input of a custom tool from its own event where the end of the item is lost', async () => {
    const custom = recorded('openai-responses').find(({name}) => name === 'custom-tool')!
    const without = (type: RegExp) => messagesOf(custom.stream).filter((message) => !type.test(message))
    const lost = await collect(readFrames(each(without(/output_item\.done/)), new Map(), NOW))
    const torn = await collect(readFrames(each(without(/output_item\.done|input\.done/)), new Map(), NOW))
    const message = "The upstream's answer was cut off (a tool call came without its end)."
    expect([lost, torn]).to.deep.equal([
      custom.events,
      [...custom.events.slice(0, 2), {type: 'turn-error', fault: {blame: 'upstream', kind: 'cut-stream', message}}],
    ])
  })

  it('tells nothing twice that the last event brings at another place, where ids cannot tell it', async () => {
    const part = (text: string) => ({type: 'output_text', text, annotations: []})
    const answer = (id: string, finalId: string) => {
      const named = (kind: string, name: string) => (name === '' ? {} : {id: `${kind}_${name}`})
      const say = (output_index: number, text: string) => {
        const item = {type: 'message', role: 'assistant', ...named('msg', id), content: [part(text)]}
        return [
          {type: 'response.output_item.added', output_index, item: {...item, content: []}},
          {type: 'response.output_text.delta', output_index, content_index: 0, delta: text},
          {type: 'response.output_item.done', output_index, item},
        ]
      }
      const thought = {type: 'reasoning', summary: [{type: 'summary_text', text: 'Hm'}], encrypted_content: 'x'}
      const said = {type: 'message', role: 'assistant'}
      const output = [
        {...thought, ...named('rs', finalId)},
        {...said, ...named('msg', finalId), content: [part('One')]},
        {...said, content: [part('Lost')]},
      ]
      return [
        {type: 'response.output_item.done', output_index: 3, item: {...thought, ...named('rs', id)}},
        ...say(4, 'One'),
        {type: 'response.completed', response: {status: 'completed', output}},
      ]
    }
    for (const [id, finalId] of [
      ['', ''],
      ['', 'late'],
      ['early', ''],
    ] as const) {
      const messages = answer(id, finalId).map((event) => JSON.stringify(event))
      const events = await collect(readFrames(each(messages), new Map(), NOW))
      const told = events.flatMap((event) => (event.type === 'block-delta' ? [event.text] : []))
      expect(told).to.deep.equal(['Hm', 'One', 'Lost'])
      expect(grammarFaults(events)).to.deep.equal([])
    }
  })

  it('calls no answer at all a cut stream', async () => {
    const message = "The upstream's answer was cut off."
    expect(await read(cutAt(Buffer.from(''), []))).to.deep.equal([
      {type: 'turn-error', fault: {blame: 'upstream', kind: 'cut-stream', message}},
    ])
  })

  for (const [told, fault] of JSON_FAULTS)
    it(`takes ${JSON.stringify(told)} for the failure that it tells`, async () => {
      const body = Buffer.from(` \n${JSON.stringify(told, null, 1)}`)
      for (const cuts of [[], [...body.keys()]])
        expect(plain(await read(cutAt(body, cuts)))).to.deep.equal([{type: 'turn-error', fault}])
    })

  it('turns a body that throws into the end of the turn', async () => {
    const events = await collect(readEvents(broken(), new Map(), NOW))
    expect(events).to.deep.equal([
      {type: 'turn-start', id: 'r', model: ''},
      {
        type: 'turn-error',
        fault: {
          blame: 'upstream',
          kind: 'cut-stream',
          message: "The upstream's answer was cut off (socket hang up).",
        },
      },
    ])
  })

  it('stays quiet when the body breaks after the end', async () => {
    const {stream, events} = recorded('openai-responses').find(({name}) => name === 'text')!
    expect(await read(brokenAfter(stream))).to.deep.equal(events)
  })
})

const NAMES = new Map([['short', 'mcp__a.very.long.name']])

function messagesOf(stream: Uint8Array): readonly string[] {
  const [state, messages] = sse.step(sse.initial(), stream)
  return [...messages, ...sse.end(state)]
}

async function* each<T>(values: Iterable<T>): AsyncGenerator<T> {
  yield* values
}

async function* broken(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('data: {"type":"response.created","response":{"id":"r"}}\n\n')
  throw new Error('socket hang up')
}

async function* brokenAfter(stream: Uint8Array): AsyncGenerator<Uint8Array> {
  yield stream
  throw new Error('socket hang up')
}

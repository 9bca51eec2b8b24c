import {expect} from 'chai'
import fc from 'fast-check'
import type {TurnFault} from '../../../../src/contract/index.js'
import {faultOf, isTurnError, turnError} from '../../../../src/errors/turn-error.js'
import {watch} from '../../../../src/protocols/openai-responses/relay/watch.js'
import {rejection} from '../../caught.js'
import {cutAt, plain, recorded} from '../../recorded.js'
import {JSON_FAULTS} from '../json-faults.js'

const NOW = () => 1_764_000_000_000
const STREAMS = recorded('openai-responses')
const textStream = STREAMS.find(({name}) => name === 'text')!.stream

describe('openai-responses: relay watch', () => {
  for (const {name, stream, file} of STREAMS) {
    describe(name, () => {
      it('closes like this, with every byte as it came, however it is cut', async () => {
        expect(await closing(stream, [])).to.deep.equal(file('relayed.json'))
        expect(await closing(stream, [...stream.keys()])).to.deep.equal(file('relayed.json'))
        const places = fc.array(fc.nat(stream.length), {maxLength: 12})
        await fc.assert(
          fc.asyncProperty(places, async (cuts) => {
            expect(await closing(stream, cuts)).to.deep.equal(file('relayed.json'))
          }),
          {numRuns: 40},
        )
      })

      it('is a failure wherever it is cut off', async () => {
        for (let kept = 0; kept < stream.length; kept += 7) {
          const how = await closing(stream.subarray(0, kept), [Math.floor(kept / 2)])
          if ('ended' in how && how.ended === true) expect(how).to.deep.equal(file('relayed.json'))
        }
      })
    })
  }

  it('ends its lines as it likes', async () => {
    for (const end of ['\r\n', '\r']) {
      const returned = Buffer.from(textStream.toString().replaceAll('\n', end))
      expect(await closing(returned, [...returned.keys()])).to.have.property('ended', true)
    }
  })

  it('finds the end of a long answer in small pieces', async () => {
    const output = [{type: 'message', content: [{type: 'output_text', text: 'ö"'.repeat(50_000)}]}]
    const response = {status: 'completed', output, usage: {input_tokens: 7, output_tokens: 2}}
    const stream = Buffer.from(
      `data: ${JSON.stringify({type: 'response.output_text.delta', delta: 'x'})}\n\n` +
        `data: ${JSON.stringify({response, type: 'response.completed'})}\n\ndata: [DONE]\n\n`,
    )
    const every = [...stream.keys()].filter((place) => place % 997 === 0)
    expect(await closing(stream, every)).to.deep.include({ended: true})
  })

  it('waits for the first thing that can be seen', async () => {
    const thinking = {type: 'response.output_item.added', output_index: 0, item: {type: 'reasoning', summary: []}}
    const delta = {type: 'response.reasoning_summary_text.delta', output_index: 0, summary_index: 0, delta: 'Hm'}
    const source = counted([
      message({type: 'response.created', response: {}}),
      ': comment\n\n',
      message({type: 'keepalive'}),
      message({type: 'codex.response.metadata', headers: {}}),
      message(thinking),
      message(delta),
      message({type: 'response.failed', response: {error: {code: 'server_error', message: 'x'}}}),
    ])
    const {body, outcome} = await watch(source.chunks, NOW)
    expect(source.given()).to.equal(6)
    expect(await read(body)).to.equal(source.text)
    expect(await outcome).to.deep.include({ended: false})
  })

  it('keeps the limits that come with the first words, and reads names wherever they stand', async () => {
    const limits = {primary: {used_percent: 12, window_minutes: 300, reset_at: 1_764_009_000}}
    const source = counted([
      message({response: {}, type: 'response.created'}),
      message({type: 'response.output_text.delta', delta: 'x'}) +
        message({type: 'codex.rate_limits', rate_limits: limits}) +
        message({type: 'response.completed', response: {status: 'completed', usage: {input_tokens: 1}}}),
    ])
    const {body, outcome} = await watch(source.chunks, NOW)
    expect(source.given()).to.equal(2)
    await read(body)
    const how = await outcome
    expect(how.ended && how.limits?.windows.map(({usedPercent, seconds}) => [usedPercent, seconds])).to.deep.equal([
      [12, 18_000],
    ])
  })

  it('hands on a compaction, which is one JSON text', async () => {
    for (const path of ['/compact', undefined] as const) {
      const source = counted([
        '  {"id":"resp_1","error":null,"output":[{"type":"compaction",',
        '"x":1}],"usage":{"input_tokens":5}}',
      ])
      const {body, outcome} = await watch(source.chunks, NOW, path)
      expect(await read(body)).to.equal(source.text)
      const usage = {input: 5, cached: 0, cacheWrite: 0, output: 0, reasoning: 0, webSearches: 0}
      expect(await outcome).to.deep.equal({ended: true, usage})
    }
  })

  it('calls half a compaction cut', async () => {
    const fault = {blame: 'upstream', kind: 'cut-stream', message: "The upstream's answer was cut off."}
    expect(await closing(Buffer.from('{"output":['), [])).to.deep.equal({rejected: fault})
  })

  for (const [told, fault] of JSON_FAULTS)
    it(`takes ${JSON.stringify(told)} for the failure that it tells, wherever it comes`, async () => {
      for (const path of ['', '/compact', undefined] as const) {
        const source = counted([' ', ...(JSON.stringify(told).match(/.{1,9}/g) ?? [])])
        expect(await refusal(watch(source.chunks, NOW, path))).to.deep.equal(fault)
        expect(source.isClosed()).to.equal(true)
      }
    })

  it('takes no whole response for the stream of a turn', async () => {
    const source = counted([JSON.stringify({id: 'resp_1', object: 'response', status: 'completed', output: []})])
    expect(await refusal(watch(source.chunks, NOW, ''))).to.deep.equal({
      blame: 'upstream',
      kind: 'server-error',
      message: 'The upstream answered with one JSON text where a stream was asked for.',
    })
  })

  it('lets go of the source when the client does', async () => {
    const source = counted([message({type: 'response.output_text.delta', delta: 'x'}), message({type: 'keepalive'})])
    const {body, outcome} = await watch(source.chunks, NOW)
    for await (const _chunk of body) break
    expect([source.given(), source.isClosed()]).to.deep.equal([1, true])
    expect(await outcome).to.deep.equal({
      ended: false,
      fault: {blame: 'client', kind: 'client-gone', message: 'The client went away before the answer was over.'},
    })
  })

  it('lets go of the source when it refuses', async () => {
    const source = counted([message({error: {code: 'server_is_overloaded', message: 'x'}}), 'more'])
    expect(await rejection(watch(source.chunks, NOW))).to.include({kind: 'overloaded'})
    expect([source.given(), source.isClosed()]).to.deep.equal([1, true])
  })

  it('tells a body that breaks before its answer from one that breaks inside it', async () => {
    const breaking = (text: string) => broken(text, new Error('socket hang up'))
    expect(await rejection(watch(breaking(message({type: 'response.created'})), NOW))).to.deep.include({
      kind: 'cut-stream',
      message: "The upstream's answer was cut off (socket hang up).",
    })
    const {body, outcome} = await watch(breaking(message({type: 'response.output_text.delta', delta: 'x'})), NOW)
    expect(await rejection(read(body))).to.include({message: 'socket hang up'})
    expect(await outcome).to.deep.include({ended: false})
  })

  it('keeps the fault of a body that breaks with one', async () => {
    const gone = turnError({blame: 'upstream', kind: 'timeout', message: 'Silence.'})
    expect(await rejection(watch(broken('', gone), NOW))).to.include({kind: 'timeout', message: 'Silence.'})
  })

  it('stays quiet when the body breaks after the end', async () => {
    const {body, outcome} = await watch(broken(textStream.toString(), new Error('reset')), NOW)
    expect(await read(body)).to.equal(textStream.toString())
    expect(await outcome).to.deep.include({ended: true})
  })
})

type Closing = Readonly<Record<string, unknown>>

/** How a stream closes, or what it is refused with; throws when a byte is lost. */
async function closing(stream: Uint8Array, places: readonly number[]): Promise<Closing> {
  try {
    const {body, outcome} = await watch(cutAt(stream, places), NOW)
    const chunks: Uint8Array[] = []
    const fault = await rejectionOf(body, chunks)
    expect(Buffer.concat(chunks).toString()).to.equal(Buffer.from(stream).toString())
    const how = plain(await outcome) as Closing
    if (fault !== undefined) expect(how).to.deep.equal(plain({ended: false, fault}))
    return how
  } catch (error) {
    if (!isTurnError(error)) throw error
    return plain({rejected: faultOf(error)}) as Closing
  }
}

/** The fault that the body breaks off with, its bytes collected. */
async function rejectionOf(body: AsyncIterable<Uint8Array>, chunks: Uint8Array[]): Promise<TurnFault | undefined> {
  try {
    for await (const chunk of body) chunks.push(chunk)
    return undefined
  } catch (error) {
    if (!isTurnError(error)) throw error
    return faultOf(error)
  }
}

/** The fault that a stream is refused with. */
async function refusal(watching: Promise<unknown>): Promise<unknown> {
  const error = await rejection(watching)
  return isTurnError(error) ? plain(faultOf(error)) : error
}

async function read(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

function message(event: object): string {
  return `data: ${JSON.stringify(event)}\n\n`
}

function counted(texts: readonly string[]) {
  let given = 0
  let isClosed = false
  async function* give() {
    try {
      for (const text of texts) {
        given++
        yield Buffer.from(text)
      }
    } finally {
      isClosed = true
    }
  }
  return {text: texts.join(''), chunks: give(), given: () => given, isClosed: () => isClosed}
}

async function* broken(text: string, error: Error): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
  throw error
}

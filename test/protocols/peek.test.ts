import {expect} from 'chai'
import type {TurnEvent} from '../../src/contract/index.js'
import {peek} from '../../src/protocols/peek.js'
import {collect} from './recorded.js'

const START: TurnEvent = {type: 'turn-start', id: 'r', model: 'm'}
const THINKING: TurnEvent = {type: 'block-start', block: 0, content: {type: 'reasoning'}}
const THOUGHT: TurnEvent = {type: 'block-end', block: 0, content: {type: 'reasoning', sealed: 'gAAAA'}}
const TEXT: TurnEvent = {type: 'block-start', block: 1, content: {type: 'text'}}
const FAILED: TurnEvent = {type: 'turn-error', fault: {blame: 'upstream', kind: 'overloaded', message: 'Overloaded.'}}

describe('peek', () => {
  it('gives everything it read, in the same batches', async () => {
    const source = watched([[START], [THINKING, THOUGHT], [TEXT, FAILED], [{type: 'keep-alive'}]])
    const seen: (readonly TurnEvent[])[] = []
    const events = await peek(source.events)
    expect(source.given()).to.equal(3)
    for await (const batch of events) seen.push(batch)
    expect(seen).to.deep.equal(source.batches)
  })

  it('throws a failure that nothing visible precedes, and lets go of the source', async () => {
    const source = watched([[START, THINKING], [{type: 'keep-alive'}, FAILED], [TEXT]])
    const error = await failureOf(peek(source.events))
    expect(error).to.include({blame: 'upstream', kind: 'overloaded', message: 'Overloaded.'})
    expect([source.given(), source.isClosed()]).to.deep.equal([2, true])
  })

  it('throws when the source ends with nothing', async () => {
    expect(await failureOf(peek(watched([[START]]).events))).to.include({kind: 'cut-stream'})
  })

  it('closes the source when the reader stops', async () => {
    const source = watched([[TEXT], [START], [START]])
    for await (const _batch of await peek(source.events)) break
    expect([source.given(), source.isClosed()]).to.deep.equal([1, true])
  })

  it('stays readable to the end', async () => {
    const events = await peek(watched([[TEXT], [START]]).events)
    expect(await collect(events)).to.deep.equal([TEXT, START])
  })
})

function watched(batches: readonly (readonly TurnEvent[])[]) {
  let given = 0
  let isClosed = false
  async function* give() {
    try {
      for (const batch of batches) {
        given++
        yield batch
      }
    } finally {
      isClosed = true
    }
  }
  return {batches, events: give(), given: () => given, isClosed: () => isClosed}
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  )
}

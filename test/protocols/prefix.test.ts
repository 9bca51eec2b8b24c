import {expect} from 'chai'
import {list} from '../openai/json.js'
import {translate} from './translate.js'
import {type Request, twentyTurns} from './twenty-turns.js'

/** The bytes of a value, as the upstream's cache compares them. */
const bytes = (value: unknown) => JSON.stringify(value)

describe('what was sent before is the beginning of what is sent next', () => {
  for (const agent of [undefined, 'agent-7f3a']) {
    describe(agent === undefined ? 'of the main conversation' : 'of a subagent', () => {
      const sent = twentyTurns(agent).map(send)

      it('reaches the upstream', () => {
        expect(sent.map(({refusal}) => refusal).filter((one) => one !== undefined)).to.deep.equal([])
      })

      it('keeps older input, byte for byte', () => {
        forPairs(sent, (before, after) => {
          const older = list(before.body.input)
          expect(list(after.body.input).length).to.be.greaterThan(older.length)
          expect(bytes(list(after.body.input).slice(0, older.length))).to.equal(bytes(older))
        })
      })

      it('keeps instructions and tools, found ones behind the others', () => {
        forPairs(sent, (before, after) => {
          expect(after.body.instructions).to.equal(before.body.instructions)
          const older = list(before.body.tools)
          expect(bytes(list(after.body.tools).slice(0, older.length))).to.equal(bytes(older))
        })
        const counts = new Set(sent.map(({body}) => list(body.tools).length))
        expect([...counts]).to.deep.equal(agent === undefined ? [12, 13, 14] : [5])
      })

      it('keeps everything else', () => {
        forPairs(sent, (before, after) => {
          const {input: _older, tools: _few, ...earlier} = before.body
          const {input: _newer, tools: _many, ...later} = after.body
          expect(bytes(later)).to.equal(bytes(earlier))
        })
      })
    })
  }

  it('has one cache key for a session and its subagents, and another for another session', () => {
    const keys = [...twentyTurns(), ...twentyTurns('agent-7f3a'), ...twentyTurns('agent-b')].map(send).map(keyOf)
    expect(new Set(keys).size).to.equal(1)
    const [first] = twentyTurns()
    const headers = {...first!.headers, 'x-claude-code-session-id': '0199f3a0-1111-7222-8333-444455556666'}
    expect(keyOf(send({...first!, headers}))).not.to.equal(keys[0])
  })

  it('is the same for a proxy that knows nothing of the turns before', () => {
    const [last] = twentyTurns().slice(-1)
    expect(send(last!).bytes).to.equal(send(JSON.parse(JSON.stringify(last))).bytes)
  })
})

function send({headers, body}: Request) {
  return translate(JSON.parse(JSON.stringify(body)), headers)
}

function keyOf({body}: ReturnType<typeof send>): unknown {
  return body.prompt_cache_key
}

function forPairs<T>(all: readonly T[], check: (before: T, after: T) => void): void {
  expect(all.length).to.equal(20)
  for (const [at, before] of all.slice(0, -1).entries()) check(before, all[at + 1]!)
}

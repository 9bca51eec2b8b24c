import {expect} from 'chai'
import fc from 'fast-check'
import {isTurnError} from '../../src/errors/turn-error.js'
import {DROPPED} from '../../src/protocols/anthropic-messages/dropped.js'
import {reasonFor} from '../../src/protocols/dropped.js'
import {DROPPED as REFUSED} from '../../src/protocols/openai-responses/relay/dropped.js'
import {makeTokenEstimates} from '../../src/proxy/token-estimates.js'
import {list, object} from '../openai/json.js'
import {ADDITIONS, type Draft} from './additions/index.js'
import {captured} from './captured.js'
import {translate} from './translate.js'

const BASES = captured()
const SEED = 20_260_930

describe('a request that nobody has seen yet', function () {
  this.timeout(20_000)

  it(`comes in ${ADDITIONS.length} kinds`, () => {
    const names = ADDITIONS.map(({name}) => name)
    expect(new Set(names).size).to.equal(names.length)
    expect(names.length).to.be.at.least(200)
  })

  it('is carried with any one addition', () => {
    const failed = ADDITIONS.flatMap(({name}, index) =>
      [0, 1].flatMap((round) => {
        const faults = check(draft(index * 7 + round * 31, [[index, round * 5 + index]]))
        return faults.length === 0 ? [] : [`${name.slice(0, 100)}: ${faults.join(' ')}`]
      }),
    )
    expect(failed).to.deep.equal([])
  })

  it('is carried with many additions at once', () => {
    const added = fc.tuple(fc.nat(ADDITIONS.length - 1), fc.nat(9999))
    fc.assert(
      fc.property(fc.nat(BASES.length - 1), fc.array(added, {minLength: 1, maxLength: 12}), (base, additions) => {
        expect(check(draft(base, additions))).to.deep.equal([])
      }),
      {seed: SEED, numRuns: 500},
    )
  })
})

/** What a capture becomes with these additions; as it arrives, so through JSON. */
function draft(base: number, additions: readonly (readonly [index: number, at: number])[]) {
  const {headers, body} = BASES[base % BASES.length]!
  const changed: Omit<Draft, 'at'> = {headers: {...headers}, body: structuredClone(body)}
  for (const [index, at] of additions) ADDITIONS[index]?.apply({...changed, at})
  return {headers: changed.headers, text: JSON.stringify(changed.body)}
}

/** What is wrong with how a request was taken; empty when it reached the upstream. */
function check({headers, text}: ReturnType<typeof draft>): readonly string[] {
  const body = JSON.parse(text)
  try {
    const {read, bytes, dropped, refusal} = translate(body, headers)
    const tokens = makeTokenEstimates().estimate(read.turn)
    return [
      ...(refusal === undefined ? [] : [JSON.stringify(refusal.body)]),
      ...read.dropped.filter((one) => reasonFor(DROPPED, one) === undefined).map((one) => `no reason for ${one}`),
      ...dropped.filter((one) => reasonFor(REFUSED, one) === undefined).map((one) => `no reason for ${one}`),
      ...read.dropped.filter((one) => one.length > 80).map((one) => `a name of ${one.length} characters`),
      ...(translate(JSON.parse(text), headers).bytes === bytes ? [] : ['other bytes the second time']),
      ...(Number.isFinite(tokens) && tokens >= 0 ? [] : [`${tokens} tokens`]),
    ]
  } catch (error) {
    if (!isTurnError(error)) return [String(error)]
    const isRefusable = error.blame === 'request' && error.kind === 'invalid-request' && lacksMessages(body)
    return isRefusable ? [] : [error.message]
  }
}

function lacksMessages(body: unknown): boolean {
  return list(object(body).messages).every((message) => {
    const {content} = object(message)
    return (content ?? '') === '' || (Array.isArray(content) && content.length === 0)
  })
}

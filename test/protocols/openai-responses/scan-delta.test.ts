import {expect} from 'chai'
import fc from 'fast-check'
import {scanDelta} from '../../../src/protocols/openai-responses/scan-delta.js'

const FIELDS = ['type', 'item_id', 'output_index', 'content_index', 'summary_index', 'delta'] as const
const TYPES = ['response.output_text.delta', 'response.reasoning_summary_text.delta', 'response.refusal.delta', 'error']

/** Events as they come and as they might, the keys in any order and some of them odd. */
const events = fc
  .record(
    {
      type: fc.constantFrom(...TYPES),
      sequence_number: fc.nat(),
      item_id: fc.string({unit: 'binary', maxLength: 8}),
      output_index: fc.oneof(fc.nat(9), fc.constantFrom(-1, 1.5, 1e21)),
      content_index: fc.nat(3),
      summary_index: fc.nat(3),
      delta: fc.oneof(fc.string({unit: 'binary'}), fc.constantFrom('\n"\\/\u2028🙂', '\ud83d', 'x'.repeat(3000))),
      logprobs: fc.constantFrom([], [1]),
      obfuscation: fc.string({maxLength: 4}),
    },
    {requiredKeys: ['type']},
  )
  .chain((event) => fc.tuple(fc.constant(event), ordersOf(Object.keys(event))))
  .map(([event, keys]) => JSON.stringify(event, keys))

/** As they were made, sorted after their type, and any. */
function ordersOf(keys: string[]) {
  const sorted = ['type', ...keys.filter((key) => key !== 'type').sort()]
  return fc.oneof(fc.constantFrom(keys, sorted), fc.shuffledSubarray(keys))
}

describe('openai-responses: scan-delta', () => {
  it('sees what parsing sees, or nothing', () => {
    fc.assert(fc.property(events, expectSame), {numRuns: 2000})
  })

  it('sees nothing in what is not JSON', () => {
    const damaged = fc
      .tuple(events, fc.nat(), fc.constantFrom('', '"', '\\', '\n', '0', '}', ','))
      .map(([text, at, odd]) => text.slice(0, at % text.length) + odd + text.slice((at % text.length) + 1))
    fc.assert(fc.property(damaged, expectSame), {numRuns: 5000})
  })

  it('takes the usual deltas', () => {
    const usual = [
      '{"type":"response.output_text.delta","sequence_number":4,"item_id":"m","output_index":0,"content_index":0,"delta":"Hi","logprobs":[],"obfuscation":"x"}',
      '{"type":"response.output_text.delta","item_id":"m","output_index":0,"content_index":0,"delta":"a\\n\\"b\\u00e9","sequence_number":5}',
      '{"type":"response.function_call_arguments.delta","sequence_number":4,"item_id":"f","output_index":1,"delta":"{\\"a\\":"}',
      '{"type":"response.reasoning_summary_text.delta","sequence_number":4,"item_id":"r","output_index":0,"summary_index":2,"delta":"**"}',
      '{"type":"response.output_text.delta","content_index":0,"delta":" the\\u00e9","item_id":"m","logprobs":[],"obfuscation":"xY","output_index":1,"sequence_number":29}',
      '{"type":"response.reasoning_summary_text.delta","delta":" \\"","item_id":"r","obfuscation":"x","output_index":0,"sequence_number":72,"summary_index":1}',
      '{"type":"response.function_call_arguments.delta","delta":"{}","item_id":"f","output_index":0,"sequence_number":7}',
    ]
    expect(usual.filter((text) => scanDelta(text) === undefined)).to.deep.equal([])
    for (const text of usual) expectSame(text)
  })
})

function expectSame(text: string): void {
  const scanned = scanDelta(text)
  if (scanned === undefined) return
  const parsed = JSON.parse(text) as Readonly<Record<string, unknown>>
  for (const field of FIELDS) expect(scanned[field], field).to.equal(parsed[field])
}

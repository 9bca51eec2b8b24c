import {expect} from 'chai'
import {anthropicMessages} from '../../src/protocols/anthropic-messages/index.js'
import {readEvents} from '../../src/protocols/openai-responses/read-events.js'
import {stepAll} from '../../src/protocols/transducer.js'
import {list, object} from '../openai/json.js'
import {collectMessage} from './anthropic-messages/collect-message.js'
import {collect, cutAt} from './recorded.js'
import {translate} from './translate.js'

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const CONTEXT = {model: 'm', estimatedInput: 1, fingerprint: 'f1', stopSequences: []}

describe('bad input', function () {
  this.timeout(20_000)

  describe('images', () => {
    it('leaves out a PNG that breaks off, here and in a result', () => {
      const broken = image(PNG.subarray(0, 40).toString('base64'))
      const note = '[An image was left out here: it breaks off.]'
      expect(carry([user(broken)])).to.deep.equal({
        input: [sent(note)],
        dropped: ['image truncated'],
        refusal: undefined,
      })
      expect(carry([calls('a'), user(result('a', [broken]))])).to.deep.equal({
        input: [called('a'), returned('a', note)],
        dropped: ['image truncated'],
        refusal: undefined,
      })
    })

    it('carries what has a film behind its end, and no JPEG that ends in its preview alone', () => {
      const film = Buffer.alloc(8192, 7)
      const preview = Buffer.from('ffd8ffffe1000cffd8aaaaaaaaaaaaffd9', 'hex')
      const scan = Buffer.from('ffda0004aaaabbbbffd9', 'hex')
      const whole = [PNG, Buffer.concat([preview, scan])]
      const broken = [PNG.subarray(0, 40), Buffer.concat([preview, scan.subarray(0, -2)])]
      const carried = (files: readonly Buffer[]) =>
        files.map((file) => carry([user(image(Buffer.concat([file, film]).toString('base64')))]).dropped)
      expect([carried(whole), carried(broken)]).to.deep.equal([
        [[], []],
        [['image truncated'], ['image truncated']],
      ])
    })

    it('carries one of 12 MB', () => {
      const data = Buffer.concat([PNG.subarray(0, 40), Buffer.alloc(12 << 20, 7), PNG.subarray(40)]).toString('base64')
      const {input, dropped, refusal} = carry([user(image(data))])
      expect({dropped, refusal}).to.deep.equal({dropped: [], refusal: undefined})
      const part = object(list(object(input[0]).content)[0])
      expect(part.image_url === `data:image/png;base64,${data}`).to.equal(true)
    })

    for (const data of ['not base64!', '%%%%', '====', PNG.toString('hex').replaceAll('8', '*'), '']) {
      it(`leaves out what is not base64: ${data.slice(0, 12)}`, () => {
        expect(carry([user(image(data))])).to.deep.equal({
          input: [sent('[An image was left out here: it is no PNG, JPEG, GIF or WebP.]')],
          dropped: ['image unreadable'],
          refusal: undefined,
        })
      })
    }
  })

  describe('tools', () => {
    it('carries schemas that point at themselves', () => {
      const loops = [
        {$ref: '#'},
        {$ref: '#/$defs/a', $defs: {a: {$ref: '#/$defs/b'}, b: {$ref: '#/$defs/a'}}},
        {type: 'object', properties: {child: {$ref: '#'}}, required: ['child']},
        {anyOf: [{$ref: '#'}, {$ref: '#/anyOf/0'}]},
      ]
      const tools = loops.map((input_schema, at) => ({name: `t${at}`, description: '', input_schema}))
      const {body, read, refusal} = translate({model: 'm', messages: ['go'], tools})
      expect({dropped: read.dropped, refusal}).to.deep.equal({dropped: [], refusal: undefined})
      expect(list(body.tools).map((tool) => object(tool).parameters)).to.deep.equal([
        {type: 'object', properties: {}},
        {type: 'object', properties: {}, $defs: loops[1]!.$defs},
        loops[2],
        {type: 'object', properties: {}},
      ])
    })

    it('carries 500 tools, in one order', () => {
      const tools = Array.from({length: 500}, (_, at) => ({
        name: `mcp__server_${at % 7}__${'long_'.repeat(at % 20)}tool.${at}`,
        description: 'd'.repeat(200),
        input_schema: {type: 'object', properties: {[`p${at}`]: {type: 'string'}}},
      }))
      const {body, bytes, refusal} = translate({model: 'm', messages: ['go'], tools})
      expect(refusal).to.equal(undefined)
      expect(new Set(list(body.tools).map((tool) => object(tool).name)).size).to.equal(500)
      expect(translate({model: 'm', messages: ['go'], tools: [...tools].reverse()}).bytes).to.equal(bytes)
    })
  })

  describe('history', () => {
    it('carries 2 MB of one result', () => {
      const text = 'line of a log\n'.repeat(150_000)
      const {input, dropped, refusal} = carry([calls('a'), user(result('a', text))])
      expect({dropped, refusal}).to.deep.equal({dropped: [], refusal: undefined})
      expect(object(input[1]).output === text).to.equal(true)
    })

    it('repairs NUL and half characters wherever they stand', () => {
      const bad = 'a\0b\ud83dc\ude00'
      const good = 'a\ufffdb\ufffdc\ufffd'
      const {body, refusal} = translate({
        model: 'm',
        system: bad,
        tools: [{name: 'Bash', description: bad, input_schema: {type: 'object', properties: {[bad]: {title: bad}}}}],
        messages: [user({type: 'text', text: bad}), calls('a'), user(result('a', bad))],
        output_config: {format: {type: 'json_schema', name: bad, schema: {title: bad}}},
      })
      expect(refusal).to.equal(undefined)
      expect(body.input).to.deep.equal([
        {type: 'message', role: 'developer', content: [{type: 'input_text', text: good}]},
        sent(good),
        called('a'),
        returned('a', good),
      ])
      expect(list(body.tools)[0]).to.deep.include({
        description: good,
        parameters: {type: 'object', properties: {[good]: {title: good}}},
      })
      expect(object(object(body.text).format)).to.deep.include({name: 'a_b_c_', schema: {title: good}})
    })

    it('carries arguments that did not parse, as Claude Code marks them', () => {
      const input = {__unparsedToolInput: {raw: '{"command": "ls', len: 15}}
      expect(carry([calls('a', input), user(result('a', 'bad JSON', {is_error: true}))])).to.deep.equal({
        input: [called('a', JSON.stringify(input)), returned('a', 'Error: bad JSON')],
        dropped: [],
        refusal: undefined,
      })
    })

    it('carries arguments that are nested without end as none', () => {
      const input = JSON.parse(`${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}`)
      expect(carry([calls('a', input), user(result('a', 'x'))])).to.deep.equal({
        input: [called('a', '{}'), returned('a', 'x')],
        dropped: ['block nested'],
        refusal: undefined,
      })
    })

    const ids: readonly (readonly [id: string, sent: string | RegExp])[] = [
      ['call_x|fc_y', 'call_x|fc_y'],
      ['ünï/.. "é"', 'ünï/.. "é"'],
      ['i'.repeat(64), 'i'.repeat(64)],
      ['i'.repeat(65), /^i{47}_[0-9a-f]{16}$/],
      [`${'i'.repeat(46)}🙂${'i'.repeat(30)}`, /^i{46}\ufffd_[0-9a-f]{16}$/],
      ['a\0b', /^a\ufffdb_[0-9a-f]{16}$/],
      ['\ud800', /^\ufffd_[0-9a-f]{16}$/],
    ]
    for (const [id, expected] of ids) {
      it(`keeps a call and its result together by the id ${JSON.stringify(id).slice(0, 20)}`, () => {
        const {input, refusal} = carry([calls(id), user(result(id, 'x'))])
        expect(refusal).to.equal(undefined)
        const [first, second] = input.map((item) => String(object(item).call_id))
        expect(first).to.equal(second)
        expect(first?.length).to.be.at.most(64)
        if (typeof expected === 'string') expect(first).to.equal(expected)
        else expect(first).to.match(expected)
      })
    }
  })

  describe('streams', () => {
    it('gives arguments that do not parse as they are, and marks them in a whole answer', async () => {
      const item = {type: 'function_call', id: 'fc', call_id: 'c', name: 'Bash', arguments: '{"command": "ls'}
      const events = await read([{type: 'response.output_item.done', output_index: 0, item}, COMPLETED])
      expect(anthropicMessages.writeMessage(events, CONTEXT)).to.deep.include({
        content: [
          {type: 'tool_use', id: 'c', name: 'Bash', input: {__unparsedToolInput: {raw: item.arguments, len: 15}}},
        ],
        stop_reason: 'tool_use',
      })
      expect(write(events)).to.include(`"partial_json":${JSON.stringify(item.arguments)}`)
    })

    it('reads chunks of one byte', async () => {
      const events = [delta('añ🙂\ud83d'), delta('b'.repeat(20_000)), COMPLETED]
      const bytes = Buffer.from(events.map(wire).join(''))
      expect(await collect(readEvents(cutAt(bytes, [...bytes.keys()]), new Map()))).to.deep.equal(await read(events))
    })

    it('reads a line of 5 MB, whole and in pieces', async () => {
      const text = 'ä"\\ '.repeat(1_000_000)
      const bytes = Buffer.from([delta(text), COMPLETED].map(wire).join(''))
      expect(bytes.length).to.be.greaterThan(5 << 20)
      for (const size of [bytes.length, 65_536, 1_399]) {
        const places = Array.from({length: Math.floor(bytes.length / size)}, (_, at) => at * size)
        const events = await collect(readEvents(cutAt(bytes, places), new Map()))
        const {message, faults} = collectMessage(write(events))
        expect(faults).to.deep.equal([])
        expect(object(message?.content[0]).text === text, `in chunks of ${size}`).to.equal(true)
      }
    })

    it('ends a line of 5 MB that breaks off in an error', async () => {
      const bytes = Buffer.from(wire(delta('x'.repeat(5 << 20)))).subarray(0, -100)
      const events = await collect(readEvents(cutAt(bytes, [1 << 20]), new Map()))
      expect(events).to.deep.equal([
        {
          type: 'turn-error',
          fault: {blame: 'upstream', kind: 'cut-stream', message: "The upstream's answer was cut off."},
        },
      ])
    })
  })
})

const COMPLETED = {type: 'response.completed', response: {id: 'r', output: []}}
const delta = (text: string) => ({
  type: 'response.output_text.delta',
  item_id: 'm',
  output_index: 0,
  content_index: 0,
  delta: text,
})
const wire = (event: object) => `data: ${JSON.stringify(event)}\n\n`
const read = (events: readonly object[]) =>
  collect(readEvents(cutAt(Buffer.from(events.map(wire).join('')), []), new Map()))

const image = (data: string) => ({type: 'image', source: {type: 'base64', media_type: 'image/png', data}})
const user = (...content: readonly object[]) => ({role: 'user', content})
const calls = (id: string, input: unknown = {}) => ({
  role: 'assistant',
  content: [{type: 'tool_use', id, name: 'Bash', input}],
})
const result = (tool_use_id: string, content: unknown, more: object = {}) => ({
  type: 'tool_result',
  tool_use_id,
  content,
  ...more,
})

const sent = (text: string) => ({type: 'message', role: 'user', content: [{type: 'input_text', text}]})
const called = (call_id: string, args = '{}') => ({type: 'function_call', call_id, name: 'Bash', arguments: args})
const returned = (call_id: string, output: unknown) => ({type: 'function_call_output', call_id, output})

function carry(messages: readonly object[]) {
  const {
    body,
    read: {dropped},
    refusal,
  } = translate({model: 'm', messages})
  return {input: list(body.input), dropped, refusal}
}

function write(events: Awaited<ReturnType<typeof read>>): string {
  const writer = anthropicMessages.writeEvents(CONTEXT)
  const [state, out] = stepAll(writer, writer.initial(), events)
  return [...out, ...writer.end(state)].join('')
}

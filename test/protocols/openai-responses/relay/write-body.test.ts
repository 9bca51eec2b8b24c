import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import type {RelayRequest} from '../../../../src/contract/index.js'
import {reasonFor} from '../../../../src/protocols/dropped.js'
import {DROPPED} from '../../../../src/protocols/openai-responses/relay/dropped.js'
import {writeBody} from '../../../../src/protocols/openai-responses/relay/write-body.js'
import {caught} from '../../caught.js'

const FIXTURES = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'openai-responses-relay')
const fixture = (name: string, file: string) => JSON.parse(readFileSync(join(FIXTURES, name, file), 'utf8'))

const SESSION = {id: '0199f3a0-1111-7222-8333-444455556666'}
const request = (body: Record<string, unknown>, fields: Partial<RelayRequest> = {}): RelayRequest => ({
  path: '',
  body: {model: 'm', input: 'hi', ...body},
  headers: {},
  session: SESSION,
  model: {asked: 'm', id: 'gpt-5.4'},
  foreign: new Set(),
  ...fields,
})

describe('openai-responses: relay write-body', () => {
  for (const name of readdirSync(FIXTURES)) {
    const recorded = fixture(name, 'request.json')
    const asked: RelayRequest = {...recorded, foreign: new Set(recorded.foreign)}
    const written = fixture(name, 'written.json')

    it(`writes ${name}`, () => {
      const {body, dropped} = writeBody(asked)
      expect(JSON.stringify(body, null, 2)).to.equal(JSON.stringify(written.body, null, 2))
      expect(dropped).to.deep.equal(written.dropped)
    })

    it(`has a reason for all that ${name} loses`, () => {
      expect(writeBody(asked).dropped.filter((one) => reasonFor(DROPPED, one) === undefined)).to.deep.equal([])
    })

    it(`leaves the request of ${name} alone`, () => {
      writeBody(asked)
      expect({...asked, foreign: [...asked.foreign]}).to.deep.equal(fixture(name, 'request.json'))
    })
  }

  it('hands on the very items that need no change', () => {
    const items = [{type: 'message', id: 'msg_1', role: 'user', content: 'x'.repeat(100)}, {type: 'never_seen'}]
    const input = writeBody(request({input: items})).body.input as readonly unknown[]
    expect(input.every((item, at) => item === items[at])).to.equal(true)
  })

  const refusals: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ['no input', {input: undefined}, 'input: text or a list of items is required'],
    ['an input that is an object', {input: {}}, 'input: text or a list of items is required'],
  ]
  for (const [name, body, message] of refusals) {
    it(`refuses ${name}`, () => {
      expect(caught(() => writeBody(request(body)))).to.include({
        blame: 'request',
        kind: 'invalid-request',
        status: 400,
        message,
      })
    })
  }

  it('says so of a request that leans on a stored answer', () => {
    const body = {input: [{role: 'user', content: 'go on'}], previous_response_id: 'resp_1'}
    expect(caught(() => writeBody(request(body)))).to.include({
      blame: 'request',
      kind: 'missing-history',
      status: 400,
      message: 'previous_response_id: no answers are stored here; send the whole conversation as input',
    })
  })
})

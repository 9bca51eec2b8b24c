import {expect} from 'chai'
import {reasonFor} from '../../../../src/protocols/dropped.js'
import {DROPPED} from '../../../../src/protocols/openai-responses/client/dropped.js'
import {responsesClient} from '../../../../src/protocols/openai-responses/client/index.js'
import {readHead} from '../../../../src/protocols/openai-responses/client/read-head.js'
import {caught} from '../../caught.js'
import {recordedRequests} from '../../conversations.js'

const {readRequest} = responsesClient

describe('openai-responses: client read-request', () => {
  for (const {name, headers, body, read} of recordedRequests('openai-responses-client')) {
    it(`reads ${name}`, () => {
      expect(readRequest(body, headers)).to.deep.equal(read)
    })

    it(`has a reason for all that ${name} loses`, () => {
      expect(read.dropped.filter((one) => reasonFor(DROPPED, one) === undefined)).to.deep.equal([])
    })

    it(`knows the head of ${name} without the rest`, () => {
      const {turn, wish, stream, tier} = read
      const head = {model: turn.model.asked, session: turn.session, wish, stream, ...(tier && {tier})}
      expect(readHead(body, headers)).to.deep.equal(head)
    })
  }

  const refusals: readonly (readonly [string, unknown, string])[] = [
    ['no object', 'hi', 'model: a model is required'],
    ['no model', {input: 'hi'}, 'model: a model is required'],
    ['no input', {model: 'm'}, 'input: a message is required'],
    ['an empty input', {model: 'm', input: []}, 'input: a message is required'],
  ]
  for (const [name, body, message] of refusals) {
    it(`refuses ${name}`, () => {
      expect(caught(() => readRequest(body, {}))).to.include({
        blame: 'request',
        kind: 'invalid-request',
        status: 400,
        message,
      })
    })
  }

  it('offers the tools that are allowed, and keeps whether one must be called', () => {
    const named = (name: string) => ({type: 'function', name})
    const space = {type: 'namespace', name: 'mcp', tools: [named('x'), named('y')]}
    const tools = [named('a'), named('b'), {type: 'web_search'}, space]
    const allowed = [named('b'), {type: 'web_search'}, {...named('y'), namespace: 'mcp'}]
    const choice = {type: 'allowed_tools', mode: 'required', tools: allowed}
    const {turn, dropped} = readRequest({model: 'm', input: 'x', tools, tool_choice: choice}, {})
    expect([turn.tools.map(({name}) => name), turn.toolChoice, dropped]).to.deep.equal([
      ['b', 'mcp__y', 'web_search'],
      {type: 'required'},
      [],
    ])
  })

  it('says so of a request that leans on a stored answer', () => {
    const body = {model: 'm', input: 'go on', previous_response_id: 'resp_1'}
    expect(caught(() => readRequest(body, {}))).to.include({
      blame: 'request',
      kind: 'missing-history',
      status: 400,
      message: 'previous_response_id: no answers are stored here; send the whole conversation as input',
    })
  })
})

import {expect} from 'chai'
import {writeBreak} from '../../../../src/protocols/openai-responses/relay/write-break.js'

const FAULT = {blame: 'upstream', kind: 'cut-stream', message: 'Cut "off".'} as const
const AT = {model: 'gpt-5.4', id: 'req_1', now: 1_764_000_000_999}

describe('openai-responses: relay write-break', () => {
  it('goes on where the upstream broke off', () => {
    const delta = JSON.stringify({
      type: 'response.output_text.delta',
      delta: '"sequence_number":99,',
      sequence_number: 11,
    })
    const head =
      ': comment\n\nevent: response.created\ndata: {"type":"response.created","sequence_number":0,' +
      '"response":{"id":"resp_7","object":"response","created_at":1763999999,"instructions":"\\"id\\":\\"no\\"'
    expect(told(head, `data: ${delta}\n\ndata: {"type":"x","sequence_number":1`)).to.deep.equal({
      type: 'response.failed',
      sequence_number: 12,
      response: response('resp_7', 1_763_999_999),
    })
  })

  it('makes do with what it knows itself', () => {
    expect(told('data: {"type":"response.output_text.delta","delta":"x"}\n\n', '\n\n')).to.deep.equal({
      type: 'response.failed',
      response: response('resp_req_1', 1_764_000_000),
    })
  })
})

function told(head: string, tail: string): unknown {
  const [, data = ''] = /^event: response\.failed\ndata: (.*)\n\n$/.exec(writeBreak(FAULT, {...AT, head, tail})) ?? []
  return JSON.parse(data)
}

function response(id: string, created_at: number) {
  return {
    id,
    object: 'response',
    created_at,
    status: 'failed',
    model: 'gpt-5.4',
    error: {code: 'server_error', message: 'Cut "off".'},
    incomplete_details: null,
    output: [],
    usage: null,
  }
}

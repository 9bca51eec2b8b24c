import {expect} from 'chai'
import {until} from '../fakes/run-process.js'
import {gate, hold, JOHN, raw, say, stop, turn} from '../openai/index.js'
import {useStage} from './stage.js'

const ITEM = {type: 'message', role: 'user', content: [{type: 'input_text', text: 'hello'}]}
const PING = 'event: keepalive\ndata: {"type":"keepalive"}\n\n'

describe('what the proxy says itself in a relayed stream', () => {
  const stage = useStage(() => ({accounts: [JOHN], config: 'streaming: {keepalive-seconds: 0.02}\n'}))

  it('stands between two messages, however long one of them takes', async () => {
    const silence = gate()
    const odd = ['event: x.odd\n', 'data: {"type":"x.odd"}\n\n'] as const
    stage().openai.script(
      turn(say('one'), raw(odd[0]), hold(silence), raw(odd[1])),
      turn(say('two'), hold(silence), raw(odd.join(''))),
    )
    const inside = follow(stage())
    await until(() => inside.text().includes(odd[0]))
    const between = follow(stage())
    await until(() => between.text().split(PING).length > 3)
    silence.open()
    await Promise.all([inside.ended, between.ended])
    expect(inside.text()).to.include(odd.join(''))
    expect(between.text().replaceAll(PING, ''))
      .to.include(`\n\n${odd.join('')}`)
      .and.not.include('keepalive')
  })

  for (const [unfinished, closed] of [
    ['', ''],
    ['event: x.odd\n', 'event: x.odd\n\n'],
    ['data: {"type":"x.odd"}\r\n', 'data: {"type":"x.odd"}\r\n\n'],
    ['data: {"type":"x.o', 'data: {"type":"x.o\n\n'],
  ] as const)
    it(`is one failure of that answer, in a message of its own, where the upstream breaks off after ${JSON.stringify(unfinished)}`, async () => {
      stage().openai.script(turn(say('Half'), raw(unfinished), stop()))
      const {text, ended} = follow(stage())
      await ended
      const last = text().slice(text().indexOf('event: response.output_item.done\n'))
      const {id, created_at} = JSON.parse(/^data: (.*)/m.exec(text())?.[1] ?? '').response
      const told = {
        type: 'response.failed',
        sequence_number: Number(/"sequence_number":(\d+)/.exec(last)?.[1]) + 1,
        response: {
          id,
          object: 'response',
          created_at,
          status: 'failed',
          model: 'gpt-5.4',
          error: {code: 'server_error', message: "The upstream's answer was cut off."},
          incomplete_details: null,
          output: [],
          usage: null,
        },
      }
      expect(last.slice(last.indexOf('\n\n') + 2)).to.equal(
        `${closed}event: response.failed\ndata: ${JSON.stringify(told)}\n\n`,
      )
    })
})

/** A turn whose answer is looked at while it comes. */
function follow({port, key}: {readonly port: number; readonly key: string}) {
  let text = ''
  const read = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/v1/responses`, {
      method: 'POST',
      headers: {authorization: `Bearer ${key}`},
      body: JSON.stringify({model: 'gpt-5.4', stream: true, input: [ITEM]}),
    })
    const decoder = new TextDecoder()
    for await (const chunk of answer.body ?? []) text += decoder.decode(chunk, {stream: true})
  }
  return {text: () => text, ended: read()}
}

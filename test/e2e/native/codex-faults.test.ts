import {expect} from 'chai'
import {
  cut,
  gate,
  hold,
  JOHN,
  SARAH,
  say,
  serverError,
  throttled,
  tooLong,
  turn,
  usageLimit,
} from '../../openai/index.js'
import {useNative} from './native.js'
import {warningsOf} from './warnings.js'

describe('the real Codex, when something goes wrong', () => {
  const native = useNative({accounts: [JOHN, SARAH]})
  const accounts = () =>
    native()
      .openai.turns()
      .map(({headers}) => headers['chatgpt-account-id'])
  const statuses = () =>
    native()
      .openai.turns()
      .map(({status}) => status)

  it('is served by the next account when one has used up its window', async () => {
    native().openai.script(usageLimit(), turn(say('Here I am.')))
    const {code, stdout, stderr} = await native().ask('ccsx', ['hello'])
    expect({code, stdout, warnings: warningsOf(stderr)}).to.deep.equal({code: 0, stdout: 'Here I am.\n', warnings: []})
    expect(new Set(accounts())).to.deep.equal(new Set(['acct-john', 'acct-sarah']))
  })

  it('does not see an upstream that fails once', async () => {
    native().openai.script(serverError(), turn(say('Here I am.')))
    const {code, stdout, stderr} = await native().ask('ccsx', ['hello'])
    expect({code, stdout, warnings: warningsOf(stderr)}).to.deep.equal({code: 0, stdout: 'Here I am.\n', warnings: []})
  })

  it('says when the accounts are back, once all are spent', async () => {
    native().openai.script(usageLimit({resetsIn: 7200}), usageLimit({resetsIn: 3600}))
    const {code, stderr} = await native().ask('ccsx', ['hello'])
    expect({code, turns: statuses()}).to.deep.equal({code: 1, turns: [429, 429]})
    expect(warningsOf(stderr).at(-1)).to.match(
      /^ERROR: You’ve hit your usage limit\..* try again at .*\d:\d\d [AP]M\.$/,
    )
  })

  it('waits for an account that is throttled for a moment', async () => {
    native().openai.script(throttled(1), throttled(1))
    const {code, stdout} = await native().ask('ccsx', ['hello'])
    expect({code, stdout}).to.deep.equal({code: 0, stdout: 'You said: hello\n'})
  })

  it('says that a conversation is too long, in words that Codex knows', async () => {
    native().openai.script(tooLong())
    const {code, stderr} = await native().ask('ccsx', ['hello'])
    expect({code, turns: statuses()}).to.deep.equal({code: 1, turns: [400]})
    expect(warningsOf(stderr).at(-1)).to.match(/^ERROR: Codex ran out of room in the model's context window\./)
  })

  it('asks again when an answer breaks off', async () => {
    native().openai.script(turn(say('Half an'), cut()), turn(say('A whole answer.')))
    const {code, stdout, stderr} = await native().ask('ccsx', ['hello'])
    expect({code, stdout}).to.deep.equal({code: 0, stdout: 'A whole answer.\n'})
    expect(warningsOf(stderr)).to.deep.equal(['ERROR: Reconnecting... 1/5'])
  })

  it('goes on after the proxy was killed in the middle of an answer', async () => {
    const {openai} = native()
    openai.script(turn(say('Half an'), hold(gate())), turn(say('A whole answer.')))
    const running = native().begin('ccsx', ['hello'])
    await openai.seen(({path}) => path.endsWith('/responses'))
    const before = native().proxy()
    process.kill(before?.pid ?? 0, 'SIGKILL')
    const {code, stdout} = await running.ended
    expect({code, stdout}).to.deep.equal({code: 0, stdout: 'A whole answer.\n'})
    const after = native().proxy()
    expect(after).to.deep.equal({...before, pid: after?.pid})
    expect(after?.pid).not.to.equal(before?.pid)
  })
})

import {expect} from 'chai'
import {call, emit, ending, fail, type Reply, say, stop, tooLong, turn} from '../../openai/index.js'
import type {Json} from '../../openai/json.js'
import {conversation} from './conversation.js'
import {type Claude, eachClaude} from './each-claude.js'

const MESSAGE = 'Your input exceeds the context window of this model.'
const OVERFLOWS: Readonly<Record<string, Reply>> = {
  'as a refusal': tooLong(MESSAGE),
  'as an error event': turn(emit('error', {code: 'context_length_exceeded', message: MESSAGE, param: 'input'}), stop()),
  'as a failed response': turn(fail('context_length_exceeded', MESSAGE)),
  'as a frame of a WebSocket': tooLong(MESSAGE),
}
/** How the variable that chooses the transport stands for each. */
const TRANSPORTS: Readonly<Record<string, string>> = {'as a frame of a WebSocket': 'all'}
const WENT_ON = {code: 0, stdout: 'Went on.\n'}
const SUMMARY = 'They read a file that says alpha.'

eachClaude('a conversation that outgrows the window', (claude, isNewest) => {
  let file = ''
  beforeEach(() => {
    file = claude().home.write('project/a.txt', 'alpha')
    claude().openai.when(asksForSummary, turn(say(`<analysis>Short.</analysis>\n<summary>\n${SUMMARY}\n</summary>`)))
  })

  for (const [how, overflow] of Object.entries(OVERFLOWS))
    it(isNewest ? `is summed up and goes on, told ${how}` : `is left to its user, told ${how}`, async () => {
      claude().openai.script(turn(call('Read', {file_path: file})), overflow, turn(say('Went on.')))
      const {[how]: transport = 'off'} = TRANSPORTS
      const {code, stdout} = await claude().ask(['read it'], {env: {CCS_CODEX_WEBSOCKET: transport}})
      const methods = claude()
        .openai.turns()
        .map(({method}) => method)
      expect(new Set(methods)).to.deep.equal(new Set([transport === 'all' ? 'GET' : 'POST']))
      if (isNewest) expectSummedUp(claude())
      expect({code, stdout}).to.deep.equal(isNewest ? WENT_ON : {code: 1, stdout: 'Prompt is too long\n'})
    })

  if (isNewest)
    it('is summed up before it does, from the usage that is reported', async () => {
      const usage = {input_tokens: 255_000, output_tokens: 10, total_tokens: 255_010}
      claude().openai.script(turn(call('Read', {file_path: file}), ending({usage})), turn(say('Went on.')))
      const {code, stdout} = await claude().ask(['read it'])
      expect({code, stdout}).to.deep.equal(WENT_ON)
      expectSummedUp(claude())
    })

  it('is summed up when its user says so', async () => {
    const over = isNewest ? turn(say('Read it.')) : tooLong(MESSAGE)
    claude().openai.script(turn(call('Read', {file_path: file})), over, turn(say('Went on.')))
    await claude().ask(['read it'])
    const compacted = await claude().ask(['/compact', '--continue'])
    expect({code: compacted.code, stdout: compacted.stdout}).to.deep.equal({code: 0, stdout: '\n'})
    const {code, stdout} = await claude().ask(['go on', '--continue'])
    expect({code, stdout}).to.deep.equal(WENT_ON)
    expectSummedUp(claude())
  })
})

function asksForSummary({body}: {readonly body: Json}): boolean {
  return String(conversation(body).at(-1)?.user).startsWith('CRITICAL: Respond with TEXT ONLY.')
}

/** One summary was asked for; what came after began with it, in the same session. */
function expectSummedUp(claude: Claude): void {
  const bodies = claude.asked()
  expect(bodies.filter((body) => asksForSummary({body}))).to.have.length(1)
  const last = conversation(bodies.at(-1))
  expect(last[0]?.user).to.match(/^This session is being continued from a previous conversation/)
  expect(last[0]?.user).to.contain(SUMMARY)
  expect(last.filter((item) => 'call' in item || 'result' in item)).to.deep.equal([])
  expect(new Set(bodies.map((body) => body.prompt_cache_key)).size).to.equal(1)
}

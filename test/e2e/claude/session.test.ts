import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {until} from '../../fakes/run-process.js'
import {call, gate, hold, say, serverError, think, turn} from '../../openai/index.js'
import type {Json} from '../../openai/json.js'
import {conversation} from './conversation.js'
import {eachClaude, errorsOf} from './each-claude.js'
import {RED_PNG} from './sample-files.js'

eachClaude('a session', (claude) => {
  it('answers a prompt', async () => {
    const ended = await claude().ask(['explain this code'])
    expect({...ended, stderr: errorsOf(ended)}).to.deep.equal({
      code: 0,
      signal: null,
      stdout: 'You said: explain this code\n',
      stderr: '',
    })
    expect(claude().asked().map(conversation)).to.deep.equal([[{user: 'explain this code'}]])
  })

  it('streams JSON, and says what was asked and reported', async () => {
    const {stdout, stderr} = await claude().ask(['explain', '--output-format', 'stream-json', '--verbose'])
    const lines = stdout.trim().split('\n')
    const [first, answer, last] = lines.map((line) => JSON.parse(line) as Json & {message: Json})
    expect(lines).to.have.length(3)
    expect(first).to.include({type: 'system', subtype: 'init', model: 'gpt-5.4', apiKeySource: 'none'})
    expect(answer?.message).to.deep.include({model: 'gpt-5.4', content: [{type: 'text', text: 'You said: explain'}]})
    expect(last).to.include({type: 'result', is_error: false, result: 'You said: explain', stop_reason: 'end_turn'})
    const models = last?.modelUsage as Record<string, Json>
    expect(models['gpt-5.4']).to.include({contextWindow: 272_000, outputTokens: 3})
    expect(stderr).to.match(
      /^\[ccs\] gpt-5\.4, reasoning\.effort: xhigh \(from the slot's default\), account: john, status: 200, reported model: gpt-5\.4, reported service_tier: default, tokens: \d+ in \(0 cached\), 3 out, \d\.\d s$/m,
    )
  })

  it('runs tools and brings their results back', async () => {
    const file = join(claude().home.project, 'note.txt')
    claude().openai.script(
      turn(say('First I write.'), call('Write', {file_path: file, content: 'one\ntwo\n'})),
      turn(call('Read', {file_path: file})),
      turn(say('Written and read.')),
    )
    const {code, stdout} = await claude().ask(['write a note', '--permission-mode', 'acceptEdits'])
    expect({code, stdout}).to.deep.equal({code: 0, stdout: 'Written and read.\n'})
    expect(readFileSync(file, 'utf8')).to.equal('one\ntwo\n')
    const [, , last] = claude().asked()
    expect(conversation(last)).to.deep.equal([
      {user: 'write a note'},
      {assistant: 'First I write.'},
      {call: 'Write', with: {file_path: file, content: 'one\ntwo\n'}},
      {
        result: `File created successfully at: ${file} (file state is current in your context — no need to Read it back)`,
      },
      {call: 'Read', with: {file_path: file}},
      {result: '1\tone\n2\ttwo\n3\t'},
    ])
  })

  it('shows the model an image', async () => {
    writeFileSync(join(claude().home.project, 'red.png'), RED_PNG)
    await claude().ask(['what is in @red.png'])
    expect(claude().asked().map(conversation)).to.deep.equal([[{user: '[input_image]'}, {user: 'what is in @red.png'}]])
    expect(claude().openai.turns()[0]?.raw).to.contain(
      `"image_url":"data:image/png;base64,${RED_PNG.toString('base64')}"`,
    )
  })

  it('goes on where an earlier session ended', async () => {
    claude().openai.script(turn(think('About colours.'), say('Red.')), turn(say('As I said.')))
    const first = await claude().ask(['which colour?', '--output-format', 'json'])
    const {session_id: session} = JSON.parse(first.stdout) as {session_id: string}
    const {stdout} = await claude().ask(['are you sure?', '--resume', session])
    expect(stdout).to.equal('As I said.\n')
    const [, last] = claude().asked()
    const [, sealed, ...rest] = conversation(last)
    expect(sealed?.sealed).to.match(/^gAAAA/)
    expect(rest).to.deep.equal([{assistant: 'Red.'}, {user: 'are you sure?'}])
    const turns = claude().openai.turns()
    expect(turns.map(({body}) => (body as Json).prompt_cache_key)).to.deep.equal([session, session])
    expect(turns.map(({headers}) => headers['session-id'])).to.deep.equal([session, session])
  })

  it("reaches ccs whatever the user's own settings say, and leaves them as they are", async () => {
    const settings = `{ "env":
  {"ANTHROPIC_BASE_URL": "http://127.0.0.1:9", "ANTHROPIC_AUTH_TOKEN": "mine", "ANTHROPIC_MODEL": "claude-mine"},
  "apiKeyHelper": "echo mine", "model": "claude-mine" }
`
    const file = claude().home.write('.claude/settings.json', settings)
    const {stdout} = await claude().ask(['hello'])
    expect(stdout).to.equal('You said: hello\n')
    expect(claude().asked()[0]?.model).to.equal('gpt-5.4')
    expect(readFileSync(file, 'utf8')).to.equal(settings)
  })

  it('survives an upstream that fails for a while', async () => {
    claude().openai.script(serverError(), serverError(), turn(say('Here I am.')))
    const {code, stdout} = await claude().ask(['hello'])
    expect({code, stdout}).to.deep.equal({code: 0, stdout: 'Here I am.\n'})
    expect(
      claude()
        .openai.turns()
        .map(({status}) => status),
    ).to.deep.equal([500, 500, 200])
  })

  it('ends with the exit code of Claude Code', async () => {
    const {code, stderr} = await claude().ask(['hello', '--no-such-flag'])
    expect({code, stderr}).to.deep.equal({code: 1, stderr: "error: unknown option '--no-such-flag'\n"})
  })

  it('passes SIGTERM on, and nothing goes on upstream', async () => {
    const {openai} = claude()
    openai.script(turn(say('Wait'), hold(gate()), say('forever')))
    const running = claude().start(['codex', '-p', 'hello'])
    const seen = await openai.seen(({path}) => path.endsWith('/responses'))
    running.child.kill('SIGTERM')
    const {code, signal} = await running.ended
    expect({code, signal}).to.deep.equal({code: 143, signal: null})
    await until(() => seen.aborted)
  })
})

import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {call, JOHN, SARAH, say, turn, usageLimit} from '../../openai/index.js'
import type {Json} from '../../openai/json.js'
import {customCall} from './custom-call.js'
import {lastResult} from './last-result.js'
import {useNative} from './native.js'
import {useScreen} from './use-screen.js'

describe('the real Droid', function () {
  this.timeout(60_000)
  const open = useScreen(() => native())
  const native = useNative({accounts: [JOHN, SARAH]})
  const note = () => join(native().home.project, 'note.txt')
  const patch = customCall('ApplyPatch', '*** Begin Patch\n*** Add File: note.txt\n+one\n*** End Patch\n')
  const wire = () =>
    native()
      .asked()
      .map(({model, reasoning, service_tier}) => ({model, reasoning, service_tier}))

  it('answers a prompt and is gone, without a word of its own', async () => {
    for (const [name, words] of [
      ['ccs-droid', ['codex', 'do it']],
      ['ccs', ['codex', '--target', 'droid', 'do it']],
    ] as const) {
      const {code, stdout, stderr} = await native().ask(name, words)
      expect({code, stdout, stderr}).to.deep.equal({code: 0, stdout: 'You said: do it\n', stderr: ''})
    }
    const {stdout} = await native().ask('ccs-droid', ['codex', 'do it', '-o', 'json'])
    const {type, is_error, result, num_turns} = JSON.parse(stdout) as Json
    expect({type, is_error, result, num_turns}).to.deep.equal({
      type: 'result',
      is_error: false,
      result: 'You said: do it',
      num_turns: 1,
    })
  })

  it('writes with --auto, and not without', async () => {
    native().openai.script(turn(say('Let me write.'), patch), turn(say('Written.')))
    const bold = await native().ask('ccs-droid', ['codex', 'write a note', '--auto', 'low'])
    expect([bold.code, bold.stdout, readFileSync(note(), 'utf8')], bold.stderr).to.deep.equal([
      0,
      'Written.\n',
      'one\n',
    ])
    native().openai.script(
      turn(
        call('Execute', {command: 'rm note.txt', riskLevel: 'high', riskLevelReason: 'It removes.', summary: 'tidy'}),
      ),
    )
    const shy = await native().ask('ccs-droid', ['codex', 'remove the note'])
    expect([shy.code, existsSync(note())]).to.deep.equal([1, true])
    expect(shy.stderr).to.match(/insufficient permission/i)
  })

  it('reads with its own tools and brings the results back', async () => {
    native().home.write('project/plan.txt', 'first rest, then work\n')
    native().openai.script(turn(call('Read', {file_path: join(native().home.project, 'plan.txt')})), turn(say('Rest.')))
    expect((await native().ask('ccsd', ['what now?'])).stdout).to.equal('Rest.\n')
    expect(lastResult(native().asked().at(-1))).to.include('first rest, then work')
  })

  it('sends what suffix, -r and --effort say; unasked, what the profile says', async () => {
    native().home.write('.ccs/codex.settings.json', {env: {ANTHROPIC_MODEL: 'gpt-5.4-fast'}})
    for (const words of [
      [],
      ['-r', 'low', '-m', 'custom:ccs-gpt-5.4-mini'],
      ['-r', 'medium'],
      ['--effort', 'high'],
      ['-m', 'gpt-5.4-low'],
      ['--model=gpt-5.4-high-fast'],
    ])
      expect((await native().ask('ccsd', ['hello', ...words])).code).to.equal(0)
    expect(wire()).to.deep.equal([
      {model: 'gpt-5.4', reasoning: {effort: 'xhigh', summary: 'auto'}, service_tier: 'priority'},
      {model: 'gpt-5.4-mini', reasoning: {effort: 'low', summary: 'auto'}, service_tier: undefined},
      {model: 'gpt-5.4', reasoning: {effort: 'medium', summary: 'auto'}, service_tier: 'priority'},
      {model: 'gpt-5.4', reasoning: {effort: 'high', summary: 'auto'}, service_tier: 'priority'},
      {model: 'gpt-5.4', reasoning: {effort: 'low', summary: 'auto'}, service_tier: undefined},
      {model: 'gpt-5.4', reasoning: {effort: 'high', summary: 'auto'}, service_tier: 'priority'},
    ])
  })

  it('is served by the next account when one has used up its window', async () => {
    native().openai.script(usageLimit(), turn(say('Here I am.')))
    const {code, stdout} = await native().ask('ccsd', ['hello'])
    expect({code, stdout}).to.deep.equal({code: 0, stdout: 'Here I am.\n'})
  })

  it('opens its screen without a Factory account, and says what that means', async () => {
    const {home} = native()
    home.write('.factory/settings.json', {trustedFolders: {[home.project]: {trustedAt: '2026-01-01T00:00:00.000Z'}}})
    const screen = await open('ccs-droid codex')
    expect(await screen.shows('? for help')).to.match(/GPT-5\.4 \(ccs\)/)
    await screen.type('hello there')
    await screen.shows('> hello there')
    await screen.press('Enter')
    await screen.shows('You said: hello there')
    await screen.press('C-c')
    await screen.shows('Press Ctrl+C again')
    await screen.press('C-c')
    expect(await screen.shows('[left with 0]')).to.include('Droid starts without a Factory account')
    expect(native().read('.factory/settings.json')).not.to.match(/custom:|127\.0/)
  })
})

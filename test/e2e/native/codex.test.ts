import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import type {Ended} from '../../fakes/run-process.js'
import {call, FREDA, say, turn} from '../../openai/index.js'
import {type Json, list, object} from '../../openai/json.js'
import {customCall} from './custom-call.js'
import {lastResult} from './last-result.js'
import {useNative} from './native.js'
import {warningsOf} from './warnings.js'

describe('the real Codex, for one run', () => {
  const native = useNative()
  const wire = () =>
    native()
      .asked()
      .map(({model, reasoning, service_tier}) => ({model, reasoning, service_tier}))
  const settings = (env: Readonly<Record<string, string>>) => native().home.write('.ccs/codex.settings.json', {env})

  for (const [typed, ask] of [
    ['ccsx codex', () => native().ask('ccsx', ['codex', 'implement it'])],
    ['ccs-codex', () => native().ask('ccs-codex', ['implement it'])],
    ['ccs codex --target codex', () => native().ask('ccs', ['codex', '--target', 'codex', 'implement it'])],
    ['ccsx exec', () => native().ask('ccsx', ['exec', 'implement it'])],
  ] as const) {
    it(`answers a prompt as ${typed}, without a word of its own`, async () => {
      const ended = await ask()
      expect(essence(ended)).to.deep.equal({code: 0, stdout: 'You said: implement it\n', warnings: []})
      expect(wire()).to.deep.equal([{model: 'gpt-5.4', reasoning: {effort: 'xhigh'}, service_tier: undefined}])
      expect(existsSync(join(native().home.path, '.codex', 'config.toml'))).to.equal(false)
    })
  }

  it('answers in JSON, with the tokens that the upstream counted', async () => {
    const {stdout} = await native().ask('ccsx', ['exec', '--json', 'hello'])
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Json)
    expect(events.map(({type}) => type)).to.deep.equal([
      'thread.started',
      'turn.started',
      'item.completed',
      'turn.completed',
    ])
    expect(object(events[2]?.item).text).to.equal('You said: hello')
    expect(object(events[3]?.usage).output_tokens).to.equal(3)
  })

  it('runs commands, and its answer knows what they said', async () => {
    native().openai.script(
      turn(say('Let me look.'), call('exec_command', {cmd: 'echo one; echo two'})),
      turn(customCall('apply_patch', '*** Begin Patch\n*** Add File: note.txt\n+one\n*** End Patch\n')),
      turn(say('One and two.')),
    )
    const ended = await native().ask('ccsx', ['count', '-s', 'danger-full-access'])
    expect(essence(ended)).to.deep.equal({code: 0, stdout: 'One and two.\n', warnings: []})
    const [, second, third] = native().asked()
    expect(lastResult(second)).to.match(/Process exited with code 0\n[\s\S]*one\ntwo\n/)
    expect(lastResult(third)).to.match(/Success\. Updated the following files:\nA .*note\.txt/)
    expect(native().read('project/note.txt')).to.equal('one\n')
  })

  it('sends what a suffix means, and never the suffix', async () => {
    settings({ANTHROPIC_MODEL: 'gpt-5.4-high-fast'})
    expect(essence(await native().ask('ccsx', ['hello'])).warnings).to.deep.equal([])
    await native().ask('ccsx', ['--effort', 'low', 'hello'])
    expect(essence(await native().ask('ccsx', ['-m', 'gpt-5.2-medium', 'hello'])).warnings).to.deep.equal([])
    await native().ask('ccsx', ['-c', 'model_reasoning_effort="low"', '-m', 'gpt-5.4-mini', 'hello'])
    expect(wire()).to.deep.equal([
      {model: 'gpt-5.4', reasoning: {effort: 'high'}, service_tier: 'priority'},
      {model: 'gpt-5.4', reasoning: {effort: 'low'}, service_tier: 'priority'},
      {model: 'gpt-5.2', reasoning: {effort: 'medium'}, service_tier: undefined},
      {model: 'gpt-5.4-mini', reasoning: {effort: 'low'}, service_tier: undefined},
    ])
  })

  it('leaves Codex the long form of -c, under each name', async () => {
    for (const name of ['ccsx', 'ccsxp'] as const)
      for (const setting of [['--config', 'model_reasoning_effort=low'], ['--config=model_reasoning_effort="low"']]) {
        const ended = await native().ask(name, [...setting, 'hello'])
        expect(essence(ended)).to.deep.equal({code: 0, stdout: 'You said: hello\n', warnings: []})
      }
    const asked = {model: 'gpt-5.4', reasoning: {effort: 'low'}, service_tier: undefined}
    expect(wire()).to.deep.equal([asked, asked, asked, asked])
  })

  it('starts a variant with its own models', async () => {
    await native().ask('ccs', ['cliproxy', 'create', 'quick', '--provider', 'codex', '--model', 'gpt-5.4-low-fast'])
    const ended = await native().ask('ccsx', ['quick', 'hello'])
    expect(essence(ended)).to.deep.equal({code: 0, stdout: 'You said: hello\n', warnings: []})
    expect(wire()).to.deep.equal([{model: 'gpt-5.4', reasoning: {effort: 'low'}, service_tier: 'priority'}])
  })

  describe('on a free account', () => {
    const free = useNative({accounts: [FREDA]})

    it('gets a model of the plan instead of a refusal, and is told so', async () => {
      free().home.write('.ccs/codex.settings.json', {env: {ANTHROPIC_MODEL: 'gpt-5.5'}})
      const {code, stdout, stderr} = await free().ask('ccsx', ['hello'])
      expect({code, stdout}).to.deep.equal({code: 0, stdout: 'You said: hello\n'})
      expect(stderr).to.match(/^gpt-5\.5 is not in the free plan: .*gpt-5\.4/m)
      expect(
        free()
          .asked()
          .map(({model}) => model),
      ).to.deep.equal(['gpt-5.4'])
    })
  })

  it('knows the windows and tools of its models', async () => {
    await native().ask('ccsx', ['hello'])
    const [body] = native().asked()
    const tools = list(body?.tools).map((tool) => object(tool).name ?? object(tool).type)
    expect(tools).to.include.members(['exec_command', 'apply_patch'])
  })

  function essence({code, stdout, stderr}: Ended) {
    return {code, stdout, warnings: warningsOf(stderr)}
  }
})

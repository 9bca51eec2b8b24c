import {expect} from 'chai'
import {runtimeChecks} from '../../../src/conformance/index.js'
import type {Launch, Plan, RuntimePlugin} from '../../../src/contract/index.js'
import {KIT, launchIn} from '../../../test/runtimes/launch.js'
import hook from '../src/runtime.js'

const BASE = 'http://127.0.0.1:8317/launch/profile=codex&id=k1'

describe('runtime-opencode', () => {
  describe('conformance', () => {
    for (const {name, run} of runtimeChecks(hook, {id: 'opencode'})) it(name, run)
  })

  const plugin = hook({contract: 1, id: 'opencode', kit: KIT}) as RuntimePlugin
  const plan = async (over: Partial<Launch> = {}): Promise<Plan> => plugin.plan(launchIn('/home/anna', over))
  const entry = (name: string, context = 272_000) => ({
    name,
    limit: {context, output: Math.min(32_000, context)},
    tool_call: true,
    reasoning: true,
    attachment: true,
    modalities: {input: ['text', 'image', 'pdf'], output: ['text']},
  })
  const OURS = {
    npm: '@ai-sdk/openai',
    name: 'ccs',
    options: {baseURL: `${BASE}/v1`, apiKey: '{env:CCS_OPENCODE_API_KEY}'},
    models: {
      'gpt-5.4-high-fast': entry('GPT-5.4 high fast'),
      'gpt-5.4-mini': entry('GPT-5.4 Mini', 9),
      'gpt-5.4': entry('GPT-5.4'),
    },
  }

  it('lays our provider over the user’s configuration, for one process', async () => {
    const {env, ...rest} = await plan({args: ['fix it']})
    const {OPENCODE_CONFIG_CONTENT: content, ...others} = env
    expect(rest).to.deep.equal({command: '/bin/runtime', args: ['run', 'fix it'], edits: [], notes: []})
    expect(others).to.deep.equal({
      CCS_OPENCODE_API_KEY: 'local-secret',
      NO_PROXY: '127.0.0.1,localhost,::1',
      no_proxy: '127.0.0.1,localhost,::1',
    })
    expect(JSON.parse(content ?? '')).to.deep.equal({
      provider: {ccs: OURS},
      model: 'ccs/gpt-5.4-high-fast',
      small_model: 'ccs/gpt-5.4-mini',
    })
  })

  it('keeps what the user had in that variable, and names it when it does not parse', async () => {
    const theirs = {theme: 'dark', model: 'mine/a', provider: {mine: {npm: 'x'}}}
    const {env} = await plan({env: {OPENCODE_CONFIG_CONTENT: JSON.stringify(theirs)}})
    expect(JSON.parse(env.OPENCODE_CONFIG_CONTENT ?? '')).to.deep.equal({
      theme: 'dark',
      provider: {mine: {npm: 'x'}, ccs: OURS},
      model: 'ccs/gpt-5.4-high-fast',
      small_model: 'ccs/gpt-5.4-mini',
    })
    const fault = await plan({env: {OPENCODE_CONFIG_CONTENT: '{'}}).catch((error: Error) => error.message)
    expect(fault).to.match(/^OPENCODE_CONFIG_CONTENT is not valid JSON/)
  })

  it('lists a model with a suffix that the words name', async () => {
    const args = [
      '-m',
      'ccs/gpt-5.4-high',
      '--model=ccs/gpt-5.4-low-fast',
      '-m',
      'ccs/other-high',
      '--',
      '-m',
      'ccs/gpt-5.4-max',
    ]
    const planned = await plan({args})
    const {provider} = JSON.parse(planned.env.OPENCODE_CONFIG_CONTENT ?? '') as {provider: unknown}
    const models = {
      ...OURS.models,
      'gpt-5.4-high': entry('GPT-5.4 high'),
      'gpt-5.4-low-fast': entry('GPT-5.4 low fast'),
    }
    expect([planned.args, provider]).to.deep.equal([['run', ...args], {ccs: {...OURS, models}}])
  })

  it('names a slot whose model stands in another one too', async () => {
    const slots = {...launchIn('/').slots, haiku: 'gpt-5.4'}
    const {env} = await plan({slots, markedSlots: {...slots, haiku: 'gpt-5.4@haiku'}})
    const {small_model, provider} = JSON.parse(env.OPENCODE_CONFIG_CONTENT ?? '') as {
      small_model: string
      provider: {ccs: {models: Record<string, {name: string}>}}
    }
    expect([small_model, provider.ccs.models['gpt-5.4@haiku']?.name]).to.deep.equal([
      'ccs/gpt-5.4@haiku',
      'GPT-5.4 haiku',
    ])
  })

  for (const [typed, interactive, given] of [
    [[], true, []],
    [[], false, ['run']],
    [['-c'], true, ['-c']],
    [['explain', 'this'], true, ['run', 'explain', 'this']],
    [['-m', 'ccs/x', '--format', 'json', 'go'], false, ['run', '-m', 'ccs/x', '--format', 'json', 'go']],
    [['- first point'], false, ['run', '--', '- first point']],
    [['--', '-x'], false, ['run', '--', '-x']],
    [['--', '-v'], false, ['run', '--', '-v']],
    [['--', 'serve'], true, ['run', '--', 'serve']],
    [['run', 'go'], true, ['run', 'go']],
    [['models', 'ccs'], true, ['models', 'ccs']],
    [['--log-level', 'DEBUG', 'serve'], true, ['--log-level', 'DEBUG', 'serve']],
    [['--version'], true, ['--version']],
  ] as const)
    it(`${JSON.stringify(typed)} ${interactive ? 'at a terminal' : 'from a pipe'}`, async () => {
      expect((await plan({args: typed, interactive})).args).to.deep.equal(given)
    })
})

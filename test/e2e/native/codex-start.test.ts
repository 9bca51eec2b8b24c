import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {gate, hold, say, turn} from '../../openai/index.js'
import {useNative} from './native.js'
import {descendantsOf} from './processes.js'
import {warningsOf} from './warnings.js'

describe('the start of the real Codex', () => {
  const native = useNative()

  it('hands the key over in the environment alone, and nothing of a session around it', async () => {
    const {openai, begin, proxy} = native()
    const door = gate()
    openai.script(turn(say('Wait'), hold(door)))
    const outer = {
      CODEX_THREAD_ID: 'outer',
      CODEX_SESSION_ID: 'outer',
      CODEX_SANDBOX: 'seatbelt',
      CODEX_SANDBOX_NETWORK_DISABLED: '1',
      CODEX_API_KEY: 'sk-outer',
      CLAUDECODE: '1',
      CLAUDE_CODE_ENTRYPOINT: 'cli',
      CLAUDE_CODE_SESSION_ID: 'outer',
      CODEX_CA_CERTIFICATE: '/mine',
    }
    const running = begin('ccsx', ['hello'], {env: outer})
    await openai.seen(({path}) => path.endsWith('/responses'))
    const {key, pid} = proxy() ?? {}
    const children = descendantsOf(running.child.pid ?? 0).filter((child) => child.pid !== pid)
    expect(children.length).to.be.greaterThan(0)
    for (const {words, env} of children) {
      expect(words.join(' ')).not.to.include(key)
      const left = Object.entries(env).filter(([name]) => Object.hasOwn(outer, name))
      expect({key: env.CCS_CODEX_API_KEY, left}).to.deep.equal({key, left: [['CODEX_CA_CERTIFICATE', '/mine']]})
    }
    door.open()
    expect((await running.ended).code).to.equal(0)
  })

  it('leaves the file of the user as it is, and takes from it what ccs does not decide', async () => {
    const text = `# mine
model = "gpt-5.5" # the best
model_provider = "mine"
model_verbosity = "high"

[model_providers.mine]
name = "Mine"
base_url = "http://127.0.0.1:9/v1"

[model_providers.cliproxy]
name = "Half"
query_params = { x = "1" }
`
    const file = native().home.write('.codex/config.toml', text)
    const {code, stdout, stderr} = await native().ask('ccsx', ['hello', '-c', 'model_reasoning_summary="detailed"'])
    expect({code, stdout, warnings: warningsOf(stderr)}).to.deep.equal({
      code: 0,
      stdout: 'You said: hello\n',
      warnings: [],
    })
    const [{model, reasoning, text: style} = {}] = native().asked()
    expect({model, reasoning, style}).to.deep.equal({
      model: 'gpt-5.4',
      reasoning: {effort: 'xhigh', summary: 'detailed'},
      style: {verbosity: 'high'},
    })
    expect(readFileSync(file, 'utf8')).to.equal(text)
  })

  it('refuses by name what would lead around ccs', async () => {
    const {code, stdout, stderr} = await native().ask('ccsx', ['codex', 'hello', '-c', 'model_provider="openai"'])
    expect({code, stdout, stderr}).to.deep.equal({
      code: 2,
      stdout: '',
      stderr: `Error: -c model_provider would lead Codex away from ccs, so ccs does not pass it on.
Leave it out, or start codex itself.
`,
    })
    expect(native().openai.turns()).to.deep.equal([])
  })

  it('keeps what is piped in for the session, also from a wrapper that reads it at once', async () => {
    const binary = native().script('wrapper/codex', '#!/bin/sh\ncat\n')
    const ended = await native().ask('ccsx', ['do'], {env: {CCS_CODEX_PATH: binary}, input: 'x\n'})
    expect(ended).to.deep.equal({
      code: 0,
      signal: null,
      stdout: 'x\n',
      stderr: 'This Codex does not say which models it knows, so it will warn that it has to guess their windows.\n',
    })
  })

  it('says in a sentence that the binary is missing, or too old', async () => {
    const none = {CCS_CODEX_PATH: '', PATH: join(process.execPath, '..')}
    const missing = await native().ask('ccsx', ['hello'], {env: none})
    expect(missing).to.deep.equal({
      code: 127,
      signal: null,
      stdout: '',
      stderr: `Error: Codex CLI is not installed: there is no codex on PATH (${none.PATH}).
Install it:
Next: npm install -g @openai/codex
`,
    })
    const binary = native().script('old/codex', '#!/bin/sh\necho codex-cli 0.20.0\n')
    const old = await native().ask('ccsx', ['hello'], {env: {CCS_CODEX_PATH: binary}})
    expect(old).to.deep.equal({
      code: 127,
      signal: null,
      stdout: '',
      stderr: `Error: Codex CLI 0.20.0 at ${binary} is too old: ccs needs 0.29.0 or newer.
Update it:
Next: npm install -g @openai/codex
`,
    })
  })
})

import {expect} from 'chai'
import {useScene} from '../e2e/scene.js'
import {startProcess} from '../fakes/run-process.js'

const REQUEST = {max_tokens: 100, messages: [{role: 'user', content: 'hi'}]}

describe('ccs env', () => {
  const scene = useScene()
  const json = async (...args: readonly string[]) => {
    const {code, stdout, stderr} = await scene().run(['env', ...args, '--json'])
    return {
      code,
      stderr,
      value: JSON.parse(stdout) as {env: Record<string, string>; error?: {code: string; hint?: string}},
    }
  }
  /** As another tool would ask, knowing nothing but the variables. */
  const ask = (env: Readonly<Record<string, string>>, model: string) =>
    fetch(`${env.ANTHROPIC_BASE_URL}/v1/messages`, {
      method: 'POST',
      headers: {authorization: `Bearer ${env.ANTHROPIC_AUTH_TOKEN}`, 'content-type': 'application/json'},
      body: JSON.stringify({...REQUEST, model}),
    })

  it('prints exports and nothing else; what they name answers', async () => {
    const {code, stdout, stderr} = await scene().run(['env', 'codex'])
    const {port, pid} = scene().proxy() ?? {}
    const lines = stdout.split('\n')
    expect({code, stderr, lines: lines.map((line) => line.replace(/'ccs-\S{32}'/, "'KEY'"))}).to.deep.equal({
      code: 0,
      stderr: '',
      lines: [
        `export ANTHROPIC_BASE_URL='http://127.0.0.1:${port}/api/provider/codex'`,
        "export ANTHROPIC_AUTH_TOKEN='KEY'",
        "export ANTHROPIC_MODEL='gpt-5.4'",
        "export ANTHROPIC_DEFAULT_OPUS_MODEL='gpt-5.4'",
        "export ANTHROPIC_DEFAULT_SONNET_MODEL='gpt-5.4@sonnet'",
        "export ANTHROPIC_DEFAULT_HAIKU_MODEL='gpt-5.4-mini'",
        '',
      ],
    })
    const {env} = scene()
    const bash = await startProcess(
      'bash',
      [
        '-c',
        'eval "$0"; curl -s -w "%{http_code}" -o /dev/null -H "Authorization: Bearer $ANTHROPIC_AUTH_TOKEN" "$ANTHROPIC_BASE_URL/v1/models"',
        stdout,
      ],
      {env: {...env}},
    ).ended
    expect(bash.stdout).to.equal('200')
    const {value} = await json('codex')
    expect(scene().proxy()?.pid).to.equal(pid)
    const answer = await ask(value.env, value.env.ANTHROPIC_DEFAULT_SONNET_MODEL ?? '')
    expect(answer.status).to.equal(200)
    expect(scene().openai.turns().at(-1)?.body).to.deep.include({model: 'gpt-5.4'})
  })

  it('leads to the models, the effort and the account of a variant', async () => {
    await scene().run(['cliproxy', 'create', 'fast', '--provider=codex', '--model=gpt-5.4-high-fast', '--effort=low'])
    const {value} = await json('fast')
    expect(value.env.ANTHROPIC_BASE_URL).to.match(/^http:\/\/127\.0\.0\.1:\d+\/launch\/profile=fast$/)
    expect((await ask(value.env, 'claude-sonnet-4-5')).status).to.equal(200)
    const body = scene().openai.turns().at(-1)?.body
    expect(body).to.include({model: 'gpt-5.4', service_tier: 'priority'})
    expect(body).to.have.property('reasoning').that.includes({effort: 'low'})
    const {value: openai} = await json('fast', '--format', 'openai')
    expect({...openai, env: {...openai.env, OPENAI_API_KEY: 'KEY'}}).to.deep.equal({
      profile: 'fast',
      format: 'openai',
      env: {
        OPENAI_BASE_URL: `${value.env.ANTHROPIC_BASE_URL}/v1`,
        OPENAI_API_KEY: 'KEY',
        OPENAI_MODEL: 'gpt-5.4-high-fast',
      },
    })
    const list = await fetch(`${openai.env.OPENAI_BASE_URL}/models`, {
      headers: {authorization: `Bearer ${openai.env.OPENAI_API_KEY}`},
    })
    expect(list.status).to.equal(200)
  })

  it('refuses what is no profile, no shell, no format', async () => {
    expect(await json('codx')).to.deep.equal({
      code: 2,
      stderr: '',
      value: {
        error: {
          code: 'unknown_profile',
          message: 'There is no profile "codx".',
          hint: 'Did you mean codex?',
          command: 'ccs cliproxy list',
        },
      },
    })
    expect((await json('codex', '--shell', 'cmd')).code).to.equal(2)
    expect((await json('codex', '--format', 'grpc')).code).to.equal(2)
    expect((await json()).code).to.equal(2)
    expect(scene().proxy()).to.equal(undefined)
  })
})

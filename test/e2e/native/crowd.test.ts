import {mkdirSync, renameSync} from 'node:fs'
import {basename, join} from 'node:path'
import {expect} from 'chai'
import {CLAUDE_NEW} from '../../clients/client.js'
import {useClient} from '../../clients/use-client.js'
import {JOHN, PAUL, SARAH} from '../../openai/index.js'
import {useNative} from './native.js'

describe('many at once', function () {
  this.timeout(120_000)
  const claude = useClient(CLAUDE_NEW)
  const native = useNative({accounts: [JOHN, SARAH]})
  const starts = ['ccsx', 'ccsxp', 'ccsd', 'ccs'] as const
  const wordsOf = (name: (typeof starts)[number], prompt: string) =>
    name === 'ccs' ? ['codex', '-p', prompt] : [prompt]

  it('are all answered, by one proxy, from a cold home', async () => {
    const env = {CCS_CLAUDE_PATH: claude(), IS_SANDBOX: '1'}
    const prompts = Array.from({length: 20}, (_, index) => `prompt ${index}`)
    const runs = prompts.map((prompt, index) => {
      const name = starts[index % starts.length] ?? 'ccs'
      return native().ask(name, wordsOf(name, prompt), {env})
    })
    const ended = await Promise.all(runs)
    expect(ended.map(({code, stdout}) => ({code, stdout}))).to.deep.equal(
      prompts.map((prompt) => ({code: 0, stdout: `You said: ${prompt}\n`})),
    )
    const {stdout} = await native().run(['cliproxy', 'logs'])
    expect(stdout.match(/The proxy listens/g)).to.have.length(1)
    const config = native().read('.codex/config.toml')
    expect(config.match(/\[model_providers\.cliproxy\]/g)).to.have.length(1)
  })

  it('keep to their own ccs where there are two, on one home of Codex', async () => {
    const {home, openai} = native()
    const env = {CCS_DIR: join(home.path, 'other')}
    const token = home.add(PAUL)
    mkdirSync(join(env.CCS_DIR, 'cliproxy', 'auth'), {recursive: true})
    renameSync(token, join(env.CCS_DIR, 'cliproxy', 'auth', basename(token)))
    const pairs = (['ccsxp', 'ccsd'] as const).flatMap((name) => [
      native().ask(name, ['at home']),
      native().ask(name, ['elsewhere'], {env}),
    ])
    expect((await Promise.all(pairs)).map(({code}) => code)).to.deep.equal([0, 0, 0, 0])
    const served = openai
      .turns()
      .map(({raw, headers}) => [/at home|elsewhere/.exec(raw)?.[0], headers['chatgpt-account-id']])
    expect(served).to.have.length(4)
    expect(served.filter(([prompt, account]) => (prompt === 'elsewhere') !== (account === 'acct-paul'))).to.deep.equal(
      [],
    )
    const {stdout} = await native().run(['cliproxy', 'status', '--json'], {env})
    const {port} = JSON.parse(stdout) as {readonly port: number}
    expect(port).not.to.equal(native().proxy()?.port)
    expect((await native().run(['cliproxy', 'stop'], {env})).code).to.equal(0)
  })
})

import {expect} from 'chai'
import type {Ended} from '../../fakes/run-process.js'
import {type Json, list, object} from '../../openai/json.js'
import {useNative} from './native.js'
import {type PlainCodex, startPlainCodex} from './plain-codex.js'
import {warningsOf} from './warnings.js'

describe('history with and without ccsxp', () => {
  const native = useNative()
  let plain: PlainCodex
  beforeEach(async () => {
    plain = await startPlainCodex(native())
  })
  afterEach(() => plain.close())

  it('is one: each session goes on, on either side', async () => {
    const before = await session(plain.run(['exec', 'made before']))
    const during = await session(native().ask('ccsxp', ['exec', 'made with']))

    await session(native().ask('ccsxp', ['exec', 'resume', during, 'and again']))
    expect(prompts()).to.deep.equal(['made with', 'and again'])
    await session(native().ask('ccsxp', ['exec', 'resume', '--last', 'and the last']))
    expect(prompts()).to.deep.equal(['made with', 'and again', 'and the last'])

    expect(await session(plain.run(['exec', 'resume', before, 'again without']))).to.equal(before)
    const moved = await session(native().ask('ccsxp', ['exec', 'fork', before, 'moved here']))
    expect(moved).not.to.equal(before)
    expect(prompts()).to.deep.equal(['made before', 'again without', 'moved here'])

    const back = await session(plain.run(['-m', 'gpt-5.4', 'exec', 'fork', during, 'moved back']))
    expect(back).not.to.equal(during)
    expect(await session(plain.run(['exec', 'resume', before, 'and the first']))).to.equal(before)
  })

  it('is not for a Codex without the key, which says where to get it', async () => {
    const made = await session(native().ask('ccsxp', ['exec', 'made with']))
    const over = ['-c', 'model_provider="cliproxy"', '-m', 'gpt-5.4', 'exec', 'resume', made, 'go on']
    const refused = await plain.run(over)
    expect(refused.code).to.equal(1)
    expect(warningsOf(refused.stderr).join('\n')).to.include(
      'Missing environment variable: `CLIPROXY_API_KEY`. Start ccsxp instead of codex: it sets this variable and starts the proxy.',
    )
    const {code, stdout} = await plain.run(over, {CLIPROXY_API_KEY: native().proxy()?.key ?? ''})
    expect({code, stdout}).to.deep.equal({code: 0, stdout: 'You said: go on\n'})
  })

  it('has the sessions of ccsx too, and needs the entry for them', async () => {
    const made = await session(native().ask('ccsx', ['made with ccsx']))
    const refused = await plain.run(['exec', 'resume', made, 'go on'])
    expect(refused.stderr).to.include('This chat uses model provider “cliproxy”, which is no longer configured.')
    await session(native().ask('ccsx', ['exec', 'resume', made, 'and again']))
    await session(native().ask('ccsxp', ['exec', 'resume', made, 'once more']))
    expect(prompts()).to.deep.equal(['made with ccsx', 'and again', 'once more'])
    native().home.write('.codex/config.toml', '')
    await session(plain.run(['-m', 'gpt-5.4', 'exec', 'fork', made, 'moved back']))
  })

  async function session(run: Promise<Ended>): Promise<string> {
    const {code, stderr} = await run
    expect(code, stderr).to.equal(0)
    return /^session id: (\S+)$/m.exec(stderr)?.[1] ?? ''
  }

  /** What the user said in the newest conversation. */
  function prompts(): readonly unknown[] {
    const items = list((native().asked().at(-1) as Json).input).map(object)
    const said = items.filter(({role}) => role === 'user').flatMap(({content}) => list(content).map(object))
    return said.map(({text}) => text).filter((text) => !/^\s*<|^Another language|CONTEXT/.test(String(text)))
  }
})

import {symlinkSync, unlinkSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {startProcess} from '../../fakes/run-process.js'
import {useNative} from './native.js'

/** Writes down which words it was given. */
const ECHO = `#!/usr/bin/env node
if (process.argv.includes('--version')) console.log('999.0.0')
else console.log(JSON.stringify(process.argv.slice(2).filter((word, at, all) => word !== '-c' && all[at - 1] !== '-c')))
`

describe('the names of ccs', () => {
  const native = useNative()
  const echo = () => native().script('echo', ECHO)
  const words = async (name: Parameters<ReturnType<typeof native>['ask']>[0], typed: readonly string[]) => {
    const env = {CCS_CODEX_PATH: echo(), CCS_DROID_PATH: echo()}
    const {code, stdout, stderr} = await native().ask(name, typed, {env})
    expect(code, stderr).to.equal(0)
    const given = JSON.parse(stdout) as readonly string[]
    return given.map((word) => (word.includes('/session-') ? 'FILE' : word))
  }

  it('take a profile as the first word, and a prompt otherwise', async () => {
    await native().run(['cliproxy', 'create', 'quick', '--provider', 'codex', '--model', 'gpt-5.4-fast'])
    for (const name of ['ccsx', 'ccs-codex'] as const)
      expect([
        await words(name, ['quick', 'do it']),
        await words(name, ['codex', 'codex']),
        await words(name, ['quickly', 'now']),
      ]).to.deep.equal([
        ['exec', 'do it'],
        ['exec', 'codex'],
        ['exec', 'quickly', 'now'],
      ])
    for (const name of ['ccsd', 'ccs-droid'] as const)
      expect([await words(name, ['quick', 'do it']), await words(name, ['do it'])]).to.deep.equal([
        ['exec', '--settings', 'FILE', 'do it'],
        ['exec', '--settings', 'FILE', 'do it'],
      ])
  })

  it('leave all words of ccsxp to Codex', async () => {
    expect(await words('ccsxp', ['codex', 'do it'])).to.deep.equal(['exec', 'codex', 'do it'])
  })

  it('may be more: links that the settings know', async () => {
    const {home, env, link} = native()
    const further = join(home.path, 'bin', 'my-agent')
    symlinkSync(link('ccs'), further)
    const run = async (typed: readonly string[]) =>
      startProcess(further, typed, {env: {...env, CCS_DROID_PATH: echo()}, cwd: home.project}).ended
    expect((await run(['do it'])).code).to.equal(2)
    expect((await native().run(['settings', 'set', 'aliases.my-agent', 'droid'])).code).to.equal(0)
    const {code, stdout, stderr} = await run(['codex', 'do it'])
    expect(code, stderr).to.equal(0)
    expect((JSON.parse(stdout) as string[]).at(-1)).to.equal('do it')
    unlinkSync(further)
  })
})

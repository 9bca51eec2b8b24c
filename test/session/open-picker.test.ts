import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {BIN, useScene} from '../e2e/scene.js'
import {openTerminal} from '../e2e/terminal.js'
import {FREDA} from '../openai/index.js'

const PATIENCE = 10_000

interface Told {
  readonly models: readonly {readonly slot: string}[]
  readonly offered: readonly {readonly id: string}[]
}

describe('ccs codex --config', () => {
  const scene = useScene(() => ({accounts: [FREDA]}))

  it('knows the plan of the account, and saves what was picked', async () => {
    const {env, home} = scene()
    const terminal = await openTerminal(`${process.execPath} ${BIN} codex --config`, {env, cwd: home.project})
    try {
      await terminal.shows('Model for default, opus and sonnet', PATIENCE)
      await terminal.press('Down', 'Enter')
      await terminal.shows('fast tier of GPT-5.5?', PATIENCE)
      await terminal.press('n', 'Enter')
      for (const question of ['Model for haiku', 'of default', 'of opus', 'of sonnet', 'of haiku']) {
        await terminal.shows(question, PATIENCE)
        await terminal.press('Enter')
      }
      const shown = await terminal.shows('Save to', PATIENCE)
      expect(shown).to.contain('gpt-5.5 is not in the free plan: requests go to gpt-5.4.')
      await terminal.press('Enter')
      await terminal.shows('[left with 0]', PATIENCE)
    } finally {
      await terminal.close()
    }
    expect(JSON.parse(readFileSync(join(home.ccs, 'codex.settings.json'), 'utf8'))).to.deep.equal({
      env: {
        ANTHROPIC_MODEL: 'gpt-5.5',
        ANTHROPIC_DEFAULT_OPUS_MODEL: 'gpt-5.5',
        ANTHROPIC_DEFAULT_SONNET_MODEL: 'gpt-5.5',
        ANTHROPIC_DEFAULT_HAIKU_MODEL: 'gpt-5.4-mini',
      },
    })
    expect(scene().proxy()).to.equal(undefined)
  })

  it('asks nobody with --json, and tells the choices', async () => {
    const {env, home} = scene()
    const {code, stdout, stderr} = await scene().run(['codex', '--config', '--json'])
    const {models, offered, ...told} = JSON.parse(stdout) as Told
    expect({code, stderr, told}).to.deep.equal({
      code: 2,
      stderr: '',
      told: {
        profile: 'codex',
        settings: join(home.ccs, 'codex.settings.json'),
        error: {
          code: 'no_terminal',
          message: '--config asks nobody with --json. Nothing was changed.',
          hint: 'By flag, in a profile of its own (for one session: --effort <level>):',
          command: 'ccs cliproxy create my-codex --provider codex --model gpt-5.4-high-fast',
        },
      },
    })
    expect(models[0]).to.deep.equal({
      slot: 'default',
      written: 'gpt-5.4',
      sent: {model: 'gpt-5.4', effort: 'xhigh', serviceTier: null},
      fallback: null,
      notes: [],
    })
    expect(models.map(({slot}) => slot)).to.deep.equal(['default', 'opus', 'sonnet', 'haiku'])
    expect(offered.map(({id}) => id).slice(0, 2)).to.deep.equal(['gpt-5.4', 'gpt-5.5'])
    const terminal = await openTerminal(`${process.execPath} ${BIN} codex --json --config`, {env, cwd: home.project})
    try {
      await terminal.shows('[left with 2]', PATIENCE)
    } finally {
      await terminal.close()
    }
  })

  it('tells in JSON why it cannot, too', async () => {
    const {code, stdout} = await scene().run(['nobody', '--config', '--json'])
    expect([code, Object.keys(JSON.parse(stdout) as object)]).to.deep.equal([2, ['error']])
  })
})

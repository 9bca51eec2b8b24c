import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {BIN, useScene} from '../e2e/scene.js'
import {openTerminal} from '../e2e/terminal.js'
import {FREDA} from '../openai/index.js'

const PATIENCE = 10_000

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
})

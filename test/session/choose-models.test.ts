import {existsSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect} from 'chai'
import {openTerminal, type Terminal} from '../e2e/terminal.js'
import {startProcess} from '../fakes/run-process.js'
import {useHome} from '../home.js'

const CHOOSER = fileURLToPath(new URL('chooser.ts', import.meta.url))
const ROOT = fileURLToPath(new URL('../..', import.meta.url))

const PATIENCE = 10_000

describe('choosing models', () => {
  const {home} = useHome()
  const file = () => join(home(), 'codex.settings.json')
  const write = (value: object) => writeFileSync(file(), `${JSON.stringify(value, null, 2)}\n`)
  const read = () => JSON.parse(readFileSync(file(), 'utf8')) as unknown
  const env = () => ({PATH: process.env.PATH ?? '', HOME: home(), TERM: 'xterm-256color', LANG: 'C.UTF-8'})

  const atTerminal = async (plan: string, work: (terminal: Terminal) => Promise<void>, more: object = {}) => {
    const command = `${process.execPath} --import tsx ${CHOOSER} ${file()} '${plan}'`
    const terminal = await openTerminal(command, {env: {...env(), ...more}, cwd: ROOT})
    try {
      await work(terminal)
    } finally {
      await terminal.close()
    }
  }
  /** Waits for a question and answers it. */
  const answer = async (terminal: Terminal, question: string | RegExp, ...keys: readonly string[]) => {
    const screen = await terminal.shows(question, PATIENCE)
    await terminal.press(...keys)
    return screen
  }

  it('asks model, tier and effort, shows what is sent, and writes only its own variables', async () => {
    write({hooks: {mine: 1}, env: {MINE: '1', ANTHROPIC_MODEL: 'gpt-5.4', CLAUDE_CODE_SUBAGENT_MODEL: 'gpt-5.2'}})
    await atTerminal('free', async (terminal) => {
      const models = await answer(terminal, 'Model for default, opus and sonnet', 'Down', 'Enter')
      expect(models).to.match(/❯ GPT-5\.4 \(gpt-5\.4\) +recommended, effort up to xhigh, fast tier/)
      expect(models).to.match(/GPT-5\.5 \(gpt-5\.5\) +paid, effort up to xhigh, fast tier/)
      await answer(terminal, 'Use the fast tier of GPT-5.5?', 'y', 'Enter')
      expect(await answer(terminal, 'Model for haiku', 'Enter')).to.match(/❯ GPT-5\.4 Mini/)
      expect(await answer(terminal, 'Effort of default (gpt-5.5)', 'Down', 'Enter')).to.contain('not pinned (xhigh,')
      await answer(terminal, 'Effort of opus (gpt-5.5)', 'Enter')
      expect(await answer(terminal, 'Effort of sonnet (gpt-5.5)', 'Enter')).to.contain('not pinned (high,')
      await answer(terminal, 'Effort of haiku (gpt-5.4-mini)', 'Enter')
      const shown = await terminal.shows('Save to', PATIENCE)
      expect(shown).to.contain(
        'default  gpt-5.5-minimal-fast -> gpt-5.4, reasoning.effort minimal, service_tier priority',
      )
      expect(shown).to.contain('gpt-5.5 is not in the free plan: requests go to gpt-5.4.')
      await terminal.press('Enter')
      await terminal.shows('[left with 0]', PATIENCE)
    })
    expect(read()).to.deep.equal({
      hooks: {mine: 1},
      env: {
        MINE: '1',
        ANTHROPIC_MODEL: 'gpt-5.5-minimal-fast',
        CLAUDE_CODE_SUBAGENT_MODEL: 'gpt-5.2',
        ANTHROPIC_DEFAULT_OPUS_MODEL: 'gpt-5.5-fast',
        ANTHROPIC_DEFAULT_SONNET_MODEL: 'gpt-5.5-fast',
        ANTHROPIC_DEFAULT_HAIKU_MODEL: 'gpt-5.4-mini',
      },
    })
  })

  it('keeps what stands there when every answer is Enter', async () => {
    const kept = {
      ANTHROPIC_MODEL: 'gpt-5.4-high-fast',
      ANTHROPIC_DEFAULT_OPUS_MODEL: 'gpt-5.5-xhigh',
      ANTHROPIC_DEFAULT_SONNET_MODEL: 'gpt-5.4-fast',
      ANTHROPIC_DEFAULT_HAIKU_MODEL: 'gpt-5.2',
    }
    write({env: kept})
    const before = readFileSync(file(), 'utf8')
    await atTerminal('plus', async (terminal) => {
      await answer(terminal, 'Model for default and sonnet', 'Enter')
      await answer(terminal, 'tier of GPT-5.4?', 'Enter')
      await answer(terminal, 'Model for opus', 'Enter')
      await answer(terminal, 'tier of GPT-5.5?', 'Enter')
      await answer(terminal, 'Model for haiku', 'Enter')
      for (const slot of ['default', 'opus', 'sonnet', 'haiku']) await answer(terminal, `Effort of ${slot}`, 'Enter')
      await answer(terminal, 'Save to', 'Enter')
      await terminal.shows('[left with 0]', PATIENCE)
    })
    expect(readFileSync(file(), 'utf8')).to.equal(before)
  })

  it('parts slots that shared a model, and warns of a plan that nobody knows', async () => {
    await atTerminal('', async (terminal) => {
      await answer(terminal, 'Model for default, opus and sonnet', 'End')
      for (const _ of Array(6)) await terminal.press('Down')
      await terminal.press('Enter')
      await answer(terminal, /Model for default *$/m, 'Down', 'Enter')
      await answer(terminal, 'tier of GPT-5.5?', 'n', 'Enter')
      await answer(terminal, 'Model for opus', 'Enter')
      await answer(terminal, 'tier of GPT-5.4?', 'Enter')
      await answer(terminal, 'Model for sonnet', 'Enter')
      await answer(terminal, /Model for sonnet[^?]*\?[^?]*tier of GPT-5\.4\?/, 'Enter')
      await answer(terminal, 'Model for haiku', 'Enter')
      for (const slot of ['default', 'opus', 'sonnet', 'haiku']) await answer(terminal, `Effort of ${slot}`, 'Enter')
      expect(await answer(terminal, 'Save to', 'Enter')).to.contain(
        "gpt-5.5 may not be in this account's plan, which could not be verified.",
      )
      await terminal.shows('[left with 0]', PATIENCE)
    })
    expect(read()).to.deep.equal({
      env: {
        ANTHROPIC_MODEL: 'gpt-5.5',
        ANTHROPIC_DEFAULT_OPUS_MODEL: 'gpt-5.4',
        ANTHROPIC_DEFAULT_SONNET_MODEL: 'gpt-5.4',
        ANTHROPIC_DEFAULT_HAIKU_MODEL: 'gpt-5.4-mini',
      },
    })
  })

  it('writes nothing on Ctrl-C, nor on no', async () => {
    await atTerminal('plus', async (terminal) => {
      await answer(terminal, 'Model for default', 'C-c')
      expect(await terminal.shows('[left with 130]', PATIENCE)).to.contain('Nothing was changed.')
    })
    await atTerminal('plus', async (terminal) => {
      await answer(terminal, 'Model for default', 'Enter')
      await answer(terminal, 'tier of GPT-5.4?', 'Enter')
      await answer(terminal, 'Model for haiku', 'Enter')
      for (const slot of ['default', 'opus', 'sonnet', 'haiku']) await answer(terminal, `Effort of ${slot}`, 'Enter')
      await answer(terminal, 'Save to', 'n', 'Enter')
      expect(await terminal.shows('[left with 0]', PATIENCE)).to.contain('Nothing was changed.')
    })
    expect(existsSync(file())).to.equal(false)
  })

  it('takes ids as they are typed where a provider lists none', async () => {
    write({env: {ANTHROPIC_MODEL: 'qwen'}})
    await atTerminal(
      'plus',
      async (terminal) => {
        await answer(terminal, 'Model for default, opus and sonnet (qwen)', 'Enter')
        await terminal.shows('Model for haiku (gpt-5.4-mini)', PATIENCE)
        await terminal.type('qwen-small')
        await terminal.press('Enter')
        expect(await answer(terminal, 'Save to', 'Enter')).to.contain('haiku    qwen-small -> qwen-small')
        await terminal.shows('[left with 0]', PATIENCE)
      },
      {NO_MODELS: '1'},
    )
    expect(read()).to.deep.equal({
      env: {
        ANTHROPIC_MODEL: 'qwen',
        ANTHROPIC_DEFAULT_OPUS_MODEL: 'qwen',
        ANTHROPIC_DEFAULT_SONNET_MODEL: 'qwen',
        ANTHROPIC_DEFAULT_HAIKU_MODEL: 'qwen-small',
      },
    })
  })

  it('prints the choices and how to set them where there is no terminal, and writes nothing', async () => {
    const run = (name: string) =>
      startProcess(process.execPath, ['--import', 'tsx', CHOOSER, file(), 'plus', name], {env: env(), cwd: ROOT}).ended
    const {code, stdout, stderr} = await run('codex')
    expect(code).to.equal(2)
    expect(stdout).to.equal(`Models of OpenAI Codex:
  GPT-5.4 (gpt-5.4)                          recommended, effort up to xhigh, fast tier
  GPT-5.5 (gpt-5.5)                          paid, effort up to xhigh, fast tier
  GPT-5.4 Mini (gpt-5.4-mini)                effort up to high
  GPT-5.2 (gpt-5.2)                          effort up to xhigh
  GPT-5.3 Codex (gpt-5.3-codex)              paid, effort up to xhigh
  GPT-5.3 Codex Spark (gpt-5.3-codex-spark)  preview, effort up to xhigh
Effort and tier are appended: gpt-5.4-high-fast.
Now, in ${file()}:
  default  gpt-5.4 -> gpt-5.4, reasoning.effort xhigh
  opus     gpt-5.4 -> gpt-5.4, reasoning.effort xhigh
  sonnet   gpt-5.4 -> gpt-5.4, reasoning.effort high
  haiku    gpt-5.4-mini -> gpt-5.4-mini, reasoning.effort medium
To change them, write there, below "env":
  ANTHROPIC_MODEL (default)
  ANTHROPIC_DEFAULT_OPUS_MODEL (opus)
  ANTHROPIC_DEFAULT_SONNET_MODEL (sonnet)
  ANTHROPIC_DEFAULT_HAIKU_MODEL (haiku)
`)
    expect(stderr).to.equal(`Error: --config asks at a terminal, and there is none. Nothing was changed.
By flag, in a profile of its own (for one session: --effort <level>):
Next: ccs cliproxy create my-codex --provider codex --model gpt-5.4-high-fast
`)
    expect((await run('fast')).stderr).to.contain('Next: ccs cliproxy edit fast --model gpt-5.4-high-fast\n')
    expect(existsSync(file())).to.equal(false)
  })
})

import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {FREDA, JOHN, type Person, serverError, usageLimit} from '../openai/index.js'
import {eachWay, quiet, told} from './each-way.js'

const settings = (models: Readonly<Record<string, string>>) => ({env: models})

eachWay('the models of ccs codex', (ccs) => {
  const start = async (...args: readonly string[]) => told(await ccs().ccs(['codex', ...args]))
  const file = () => join(ccs().home.ccs, 'codex.settings.json')

  it('are written down at the first start', async () => {
    expect(await start('x')).to.deep.equal(quiet('x'))
    expect(JSON.parse(readFileSync(file(), 'utf8'))).to.deep.equal({
      env: {
        ANTHROPIC_MODEL: 'gpt-5.4',
        ANTHROPIC_DEFAULT_OPUS_MODEL: 'gpt-5.4',
        ANTHROPIC_DEFAULT_SONNET_MODEL: 'gpt-5.4',
        ANTHROPIC_DEFAULT_HAIKU_MODEL: 'gpt-5.4-mini',
      },
    })
  })

  it('that nobody knows end the start, with the nearest: 2', async () => {
    for (const [model, says] of [
      [
        'gpt-5.4-hgih',
        '"gpt-5.4-hgih" ends in something that is no suffix of gpt-5.4: -minimal, -low, -medium, -high, -xhigh, -fast, both as -xhigh-fast. Did you mean gpt-5.4-high?',
      ],
      ['gpt5.4', 'There is no model "gpt5.4". Did you mean gpt-5.4?'],
    ] as const) {
      ccs().home.write('.ccs/codex.settings.json', settings({ANTHROPIC_DEFAULT_HAIKU_MODEL: model}))
      const [error, ...rest] = (await start('x')).stderr.split('\n')
      expect([error?.replace(/(Did you mean \S+?),? .*\?$/, '$1?'), ...rest]).to.deep.equal([
        `Error: ${says}`,
        `It stands in ${file()}.`,
        'Next: ccs codex --config',
        '',
      ])
    }
    expect((await start('x')).code).to.equal(2)
  }).timeout(30_000)

  it('without the tier that is asked start at normal speed, and say so once', async () => {
    ccs().home.write(
      '.ccs/codex.settings.json',
      settings({ANTHROPIC_MODEL: 'gpt-5.2-fast', ANTHROPIC_DEFAULT_OPUS_MODEL: 'gpt-5.2-low-fast'}),
    )
    expect(await start('x')).to.deep.equal({
      ...quiet('x'),
      stderr: 'gpt-5.2 has no fast tier: requests go at its normal speed.\n',
    })
  })

  it('are told request by request under --verbose', async () => {
    const ask = async (model: string, ...args: readonly string[]) => {
      const {code, stdout, stderr} = await ccs().ccs(['codex', '--verbose', ...args, 'x'], {
        env: {FAKE_DO: `ask ${model}`},
      })
      return [code, stdout, stderr.replace(/, \d+\.\d s$/gm, ', TIME').replace(/tokens: \d+ in/, 'tokens: N in')]
    }
    const tail =
      'account: john, status: 200, reported model: gpt-5.4, reported service_tier: default, tokens: N in (0 cached), 3 out, TIME\n'
    expect(await ask('gpt-5.4-high-fast')).to.deep.equal([
      0,
      '200 You said: hi\n',
      `[ccs] gpt-5.4-high-fast -> gpt-5.4, reasoning.effort: high (from the model's suffix), service_tier: priority, over HTTP, ${tail}`,
    ])
    expect(await ask('gpt-5.4', '--effort', 'xhigh')).to.deep.equal([
      0,
      '200 You said: hi\n',
      `[ccs] gpt-5.4, reasoning.effort: xhigh (from the --effort flag), ${tail}`,
    ])
    expect(await ask('gpt-5.4', '--effort', 'max')).to.deep.equal([
      0,
      '200 You said: hi\n',
      `[ccs] gpt-5.4, reasoning.effort: max -> xhigh (from the --effort flag), ${tail}`,
    ])
    ccs().openai.script(serverError(), serverError())
    expect(await ask('haiku')).to.deep.equal([
      0,
      '500 The upstream failed: The server had an error while processing your request (account john).\n',
      "[ccs] haiku -> gpt-5.4-mini, reasoning.effort: medium (from the slot's default), account: john, status: 500, " +
        'server-error: The upstream failed: The server had an error while processing your request (account john)., retries: 1, TIME\n',
    ])
    ccs().openai.script(usageLimit({resetsIn: 7230}))
    const [, , last] = await ask('gpt-5.4')
    expect(String(last).replace(/\(\d{4}.*? UTC\)/, '(WHEN)')).to.equal(
      "[ccs] gpt-5.4, reasoning.effort: xhigh (from the slot's default), account: john, status: 429, " +
        'all-spent: The codex account john has reached a usage limit. It is back in 2h (WHEN). See: ccs cliproxy quota, TIME\n',
    )
  }).timeout(30_000)
})

/** Nobody could read a plan out of these tokens. */
const UNKNOWN: Person = {...JOHN, plan: ''}

for (const [who, note] of [
  [FREDA, 'gpt-5.5 is not in the free plan: requests go to gpt-5.4. Your settings stay as they are.'],
  [
    UNKNOWN,
    "gpt-5.5 may not be in this account's plan, which could not be verified. It is kept; if it is refused, gpt-5.4 is safe.",
  ],
] as const)
  eachWay(
    `a paid model on the plan "${who.plan}"`,
    (ccs) => {
      it('is told at the start, once, and the settings stay', async () => {
        const path = ccs().home.write(
          '.ccs/codex.settings.json',
          settings({ANTHROPIC_MODEL: 'gpt-5.5', ANTHROPIC_DEFAULT_OPUS_MODEL: 'gpt-5.5-high'}),
        )
        const before = readFileSync(path, 'utf8')
        ccs().openai.backend.quota(who).extra = {plan_type: who.plan === '' ? null : who.plan}
        expect(told(await ccs().ccs(['codex', 'x']))).to.deep.equal({...quiet('x'), stderr: `${note}\n`})
        expect(readFileSync(path, 'utf8')).to.equal(before)
      })
    },
    () => ({accounts: [who]}),
  )

import {expect} from 'chai'
import {fallback, MODELS, SLOTS} from '../src/models.js'

/** Id, name, lowest and highest effort, fast tier, who may use it, notes: as the product tells it. */
const TABLE = `
gpt-5.5             | GPT-5.5             | minimal-xhigh | fast | paid    | Newest paid Codex model
gpt-5.4             | GPT-5.4             | minimal-xhigh | fast | any     | Recommended Codex default
gpt-5.4-mini        | GPT-5.4 Mini        | minimal-high  |      | any     | Default fast / haiku option
gpt-5.2             | GPT-5.2             | minimal-xhigh |      | any     | Older general-purpose model
gpt-5.3-codex       | GPT-5.3 Codex       | minimal-xhigh |      | paid    | Older paid Codex model
gpt-5.3-codex-spark | GPT-5.3 Codex Spark | minimal-xhigh |      | preview | Research preview, ChatGPT Pro
`
const ORDER = ['minimal', 'low', 'medium', 'high', 'xhigh']
const FREE = ['free', 'guest', 'free_workspace', 'FREE', 'Guest', undefined]
const OTHERS = [
  'go',
  'plus',
  'pro',
  'prolite',
  'promax',
  'team',
  'business',
  'edu',
  'k12',
  'freelance',
  'brand_new',
  '',
]

describe('provider-codex: the models', () => {
  it('are those of the product page', () => {
    const rows = MODELS.map(({id, name, efforts, tiers, access, notes}) =>
      [id, name, `${efforts[0]}-${efforts.at(-1)}`, tiers.join(), access, notes].join('|'),
    )
    const expected = TABLE.trim()
      .split('\n')
      .map((line) =>
        line
          .split('|')
          .map((cell) => cell.trim())
          .join('|'),
      )
    expect(rows).to.deep.equal(expected)
  })

  it('take every effort between the lowest and the highest', () => {
    for (const {efforts} of MODELS) expect(efforts).to.deep.equal(ORDER.slice(0, efforts.length))
  })

  it('have one that is recommended, and one for each slot', () => {
    expect(MODELS.filter(({recommended}) => recommended).map(({id}) => id)).to.deep.equal(['gpt-5.4'])
    expect(SLOTS).to.deep.equal({
      default: 'gpt-5.4',
      opus: 'gpt-5.4',
      sonnet: 'gpt-5.4',
      haiku: 'gpt-5.4-mini',
      subagent: 'gpt-5.4',
    })
  })

  it('are replaced where a free plan may not use them, and nowhere else', () => {
    const known = [...MODELS.map(({id}) => id), 'gpt-6.1-sol', 'constructor']
    const replaced = (plan: string | undefined) =>
      Object.fromEntries(known.flatMap((id) => (fallback(id, plan) ? [[id, fallback(id, plan)]] : [])))
    for (const plan of FREE)
      expect(replaced(plan), String(plan)).to.deep.equal({
        'gpt-5.5': {model: 'gpt-5.4', reason: 'gpt-5.5 needs a paid Codex plan'},
        'gpt-5.3-codex': {model: 'gpt-5.4', reason: 'gpt-5.3-codex needs a paid Codex plan'},
        'gpt-5.3-codex-spark': {
          model: 'gpt-5.4-mini',
          reason: 'gpt-5.3-codex-spark is a preview for ChatGPT Pro',
        },
      })
    for (const plan of OTHERS) expect(replaced(plan), plan).to.deep.equal({})
  })
})

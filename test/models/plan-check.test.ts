import {expect} from 'chai'
import {planNotes} from '../../src/models/plan-check.js'
import {fallback, TABLE} from './table.js'

const notes = (written: readonly string[], plan: string | undefined) =>
  planNotes(written, {provider: {fallback}, models: TABLE, plan})

describe('plan check of a start', () => {
  it('says nothing of models that every plan has', () => {
    for (const plan of ['free', 'plus', undefined])
      expect(notes(['gpt-5.4', 'gpt-5.4-mini-high', 'gpt-5.2-fast', 'unheard-of'], plan)).to.deep.equal([])
    expect(notes(['gpt-5.5', 'gpt-5.3-codex'], 'plus')).to.deep.equal([])
  })

  it('names what a free plan is sent instead, each model once', () => {
    expect(notes(['gpt-5.5-high', 'gpt-5.5', 'gpt-5.4', 'gpt-5.3-codex-spark'], 'free')).to.deep.equal([
      'gpt-5.5 is not in the free plan: requests go to gpt-5.4. Your settings stay as they are.',
      'gpt-5.3-codex-spark is not in the free plan: requests go to gpt-5.4-mini. Your settings stay as they are.',
    ])
  })

  it('warns once with the safe model when the plan cannot be verified', () => {
    expect(notes(['gpt-5.3-codex-high', 'gpt-5.3-codex'], undefined)).to.deep.equal([
      "gpt-5.3-codex may not be in this account's plan, which could not be verified. It is kept; if it is refused, gpt-5.4 is safe.",
    ])
  })

  it('asks nothing of a provider without plans', () => {
    expect(planNotes(['gpt-5.5'], {provider: {}, models: TABLE, plan: undefined})).to.deep.equal([])
  })
})

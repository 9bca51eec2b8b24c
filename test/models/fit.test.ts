import {expect} from 'chai'
import type {PlanFallback} from '../../src/contract/index.js'
import {type FitContext, fitToAccount} from '../../src/models/fit.js'
import {resolveModel} from '../../src/models/resolve.js'
import {fallback, SLOTS, TABLE} from './table.js'

const fitted = (asked: string, more: Partial<FitContext> = {}) =>
  fitToAccount(resolveModel(asked, {models: TABLE, slots: SLOTS, wish: {}}), {
    provider: {fallback},
    models: TABLE,
    plan: 'plus',
    denied: () => false,
    ...more,
  })

describe('fitting a model to an account', () => {
  it('keeps what the plan may use', () => {
    expect(fitted('gpt-5.5-high-fast')).to.deep.equal({
      model: {asked: 'gpt-5.5-high-fast', id: 'gpt-5.5', effort: 'high', tier: 'fast'},
    })
    expect(fitted('gpt-5.4', {plan: 'free'})).to.deep.equal({model: {asked: 'gpt-5.4', id: 'gpt-5.4', effort: 'xhigh'}})
  })

  it('sends a free account the safe model, capped anew from what was wanted', () => {
    expect(fitted('gpt-5.5-high-fast', {plan: 'free'})).to.deep.equal({
      model: {asked: 'gpt-5.5-high-fast', id: 'gpt-5.4', effort: 'high', tier: 'fast'},
      fallback: {model: 'gpt-5.4', reason: 'needs a paid Codex plan'},
    })
    expect(fitted('gpt-5.3-codex-spark-xhigh-fast')).to.deep.equal({
      model: {asked: 'gpt-5.3-codex-spark-xhigh-fast', id: 'gpt-5.4-mini', effort: 'high'},
      fallback: {model: 'gpt-5.4-mini', reason: 'needs ChatGPT Pro'},
    })
    expect(fitted('gpt-5.3-codex-spark', {plan: 'pro'}).fallback).to.equal(undefined)
  })

  it('keeps the model when nobody can say the plan', () => {
    expect(fitted('gpt-5.5', {plan: undefined}).model.id).to.equal('gpt-5.5')
    expect(fitted('gpt-5.5', {plan: undefined, provider: {}}).model.id).to.equal('gpt-5.5')
  })

  it('learns from a refusal, and never falls on a model that was refused too', () => {
    expect(fitted('gpt-5.5', {denied: (id) => id === 'gpt-5.5'}).model.id).to.equal('gpt-5.4')
    expect(fitted('gpt-5.5', {plan: 'free', denied: (id) => id === 'gpt-5.4'}).model.id).to.equal('gpt-5.5')
    expect(fitted('gpt-5.4', {denied: () => true}).model.id).to.equal('gpt-5.4')
  })

  it('follows a chain, and ends when it runs in a circle', () => {
    const chain =
      (next: Readonly<Record<string, string>>) =>
      (model: string): PlanFallback | undefined =>
        next[model] === undefined ? undefined : {model: next[model], reason: `not ${model}`}
    expect(
      fitted('gpt-5.5', {provider: {fallback: chain({'gpt-5.5': 'gpt-5.4', 'gpt-5.4': 'gpt-5.2'})}}),
    ).to.deep.equal({
      model: {asked: 'gpt-5.5', id: 'gpt-5.2', effort: 'xhigh'},
      fallback: {model: 'gpt-5.2', reason: 'not gpt-5.5'},
    })
    const circle = {fallback: chain({'gpt-5.5': 'gpt-5.4', 'gpt-5.4': 'gpt-5.5'})}
    expect(fitted('gpt-5.5', {provider: circle}).model.id).to.equal('gpt-5.5')
    expect(fitted('gpt-5.5', {provider: {fallback: chain({'gpt-5.5': 'unknown'})}}).model.id).to.equal('gpt-5.5')
  })
})

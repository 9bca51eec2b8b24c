import {expect} from 'chai'
import fc from 'fast-check'
import {isTurnError} from '../../src/errors/turn-error.js'
import {writtenIds} from '../../src/models/model-id.js'
import {type ResolveContext, resolveModel} from '../../src/models/resolve.js'
import {markSlots} from '../../src/models/slot-mark.js'
import {SLOTS, TABLE} from './table.js'

const context = (more: Partial<ResolveContext> = {}): ResolveContext => ({
  models: TABLE,
  slots: SLOTS,
  wish: {},
  ...more,
})
const resolve = (asked: string, more?: Partial<ResolveContext>) => resolveModel(asked, context(more))
const short = (asked: string, more?: Partial<ResolveContext>) => {
  const {model, slot, effortSource} = resolve(asked, more)
  return [model.id, model.effort, model.tier, slot, effortSource].filter((part) => part !== undefined).join(' ')
}

describe('resolving a model', () => {
  it('translates the alias of the product page', () => {
    expect(resolve('gpt-5.4-high-fast')).to.deep.equal({
      model: {asked: 'gpt-5.4-high-fast', id: 'gpt-5.4', effort: 'high', tier: 'fast'},
      slot: 'default',
      wanted: 'high',
      wantedTier: 'fast',
      effortSource: 'suffix',
      notes: [],
    })
  })

  it('gives each slot its default effort, then the cap', () => {
    const slots = {default: 'gpt-5.5', opus: 'gpt-5.4', sonnet: 'gpt-5.2', haiku: 'gpt-5.4-mini', subagent: 'gpt-5.5'}
    expect(['gpt-5.5', 'gpt-5.4', 'gpt-5.2', 'gpt-5.4-mini'].map((id) => short(id, {slots}))).to.deep.equal([
      'gpt-5.5 xhigh default slot',
      'gpt-5.4 xhigh opus slot',
      'gpt-5.2 high sonnet slot',
      'gpt-5.4-mini medium haiku slot',
    ])
    expect(short('gpt-5.3-codex', {slots})).to.equal('gpt-5.3-codex xhigh default slot')
    expect(short('gpt-5.4-mini', {slots: {...slots, haiku: 'gpt-5.2'}})).to.equal('gpt-5.4-mini high default slot')
  })

  it('takes a new id of a client that knows it, with what was asked, and still no mistyped suffix', () => {
    expect(short('gpt-9-sol', {takesNew: true})).to.equal('gpt-9-sol default slot')
    expect(short('gpt-9-sol', {takesNew: true, wish: {level: 'max'}, tier: 'fast'})).to.equal(
      'gpt-9-sol max fast default request',
    )
    expect(short('gpt-9-sol', {takesNew: true, wish: {level: 'max'}, flag: 'low'})).to.equal(
      'gpt-9-sol low default flag',
    )
    expect(() => resolve('gpt-5.4-hihg', {takesNew: true})).to.throw('is no suffix of gpt-5.4')
    expect(() => resolve('gpt-9-sol')).to.throw('There is no model "gpt-9-sol".')
  })

  const wish = {level: 'low', budget: 20_000} as const
  const order: readonly (readonly [string, string, Partial<ResolveContext>])[] = [
    ['gpt-5.4-medium', 'gpt-5.4 minimal default flag', {flag: 'minimal', wish}],
    ['gpt-5.4-medium', 'gpt-5.4 medium default suffix', {wish}],
    ['gpt-5.4', 'gpt-5.4 low default request', {wish}],
    ['gpt-5.4', 'gpt-5.4 high default budget', {wish: {budget: 20_000}}],
    ['gpt-5.4', 'gpt-5.4 xhigh default slot', {}],
    ['gpt-5.4', 'gpt-5.4 xhigh default slot', {wish: {level: 'high'}, assumed: 'high'}],
    ['gpt-5.4', 'gpt-5.4 medium default request', {wish: {level: 'medium'}, assumed: 'high'}],
    ['gpt-5.4', 'gpt-5.4 high default request', {wish: {level: 'high'}}],
    ['gpt-5.4', 'gpt-5.4 xhigh default request', {wish: {level: 'max'}}],
    ['gpt-5.4', 'gpt-5.4 minimal default request', {wish: {level: 'none'}}],
    ['gpt-5.4', 'gpt-5.4 xhigh default slot', {wish: {budget: -1}}],
    ['gpt-5.4-mini-xhigh', 'gpt-5.4-mini high default suffix', {slots: {...SLOTS, haiku: 'gpt-5.2'}}],
    ['gpt-5.4-mini', 'gpt-5.4-mini high haiku flag', {flag: 'max'}],
  ]
  for (const [asked, expected, more] of order)
    it(`${asked} with ${JSON.stringify(more)} → ${expected}`, () => expect(short(asked, more)).to.equal(expected))

  it('resolves names of Claude models by family to slots', () => {
    const slots = {...SLOTS, opus: 'gpt-5.5-low-fast', sonnet: 'gpt-5.2'}
    const names = {
      'claude-opus-4-8': 'gpt-5.5 low fast opus suffix',
      'claude-opus-4-8[1m]': 'gpt-5.5 low fast opus suffix',
      opus: 'gpt-5.5 low fast opus suffix',
      'opus[1m]': 'gpt-5.5 low fast opus suffix',
      'claude-fable-5': 'gpt-5.5 low fast opus suffix',
      fable: 'gpt-5.5 low fast opus suffix',
      'claude-3-5-sonnet-20241022': 'gpt-5.2 high sonnet slot',
      sonnet: 'gpt-5.2 high sonnet slot',
      'claude-haiku-4-5-20251001': 'gpt-5.4-mini medium haiku slot',
      Haiku: 'gpt-5.4-mini medium haiku slot',
      'claude-nova-9': 'gpt-5.4 xhigh default slot',
      default: 'gpt-5.4 xhigh default slot',
    }
    for (const [name, expected] of Object.entries(names)) expect(short(name, {slots}), name).to.equal(expected)
  })

  it('follows a slot that names another slot, once', () => {
    expect(short('gpt-5.4', {slots: {...SLOTS, default: 'opus'}})).to.equal('gpt-5.4 xhigh opus slot')
    expect(short('claude-nova-9', {slots: {...SLOTS, default: 'haiku'}})).to.equal('gpt-5.4-mini high default slot')
    expect(() => resolve('opus', {slots: {...SLOTS, opus: 'opus'}})).to.throw(/no model "opus"/)
  })

  it('tells one id in two slots apart by its mark', () => {
    const marked = markSlots(SLOTS)
    expect(marked).to.deep.equal({...SLOTS, sonnet: 'gpt-5.4@sonnet'})
    expect(short(marked.sonnet)).to.equal('gpt-5.4 high sonnet slot')
    expect(resolve(marked.sonnet).model.asked).to.equal('gpt-5.4@sonnet')
    expect(short('gpt-5.4-low@haiku')).to.equal('gpt-5.4 low haiku suffix')
    expect(short('gpt-5.4@sonnet[1m]')).to.equal('gpt-5.4 high sonnet slot')
    expect(short('gpt-5.4[1m]@haiku')).to.equal('gpt-5.4 medium haiku slot')
    expect(short('gpt-5.4@OPUS')).to.equal('gpt-5.4 xhigh opus slot')
    expect(markSlots({...SLOTS, haiku: 'gpt-5.4'}).haiku).to.equal('gpt-5.4@haiku')
    expect(() => resolve('gpt-5.4@moon')).to.throw(/no model "gpt-5.4@moon"/)
  })

  it('drops a fast tier that the model has not, with one note', () => {
    expect(resolve('gpt-5.2-fast')).to.deep.include({
      model: {asked: 'gpt-5.2-fast', id: 'gpt-5.2', effort: 'xhigh'},
      notes: ['gpt-5.2 has no fast tier: requests go at its normal speed.'],
    })
    expect(short('gpt-5.4', {tier: 'fast'})).to.equal('gpt-5.4 xhigh fast default slot')
  })

  it('takes any id of a provider that lists none, and guesses no level', () => {
    const slots = {...SLOTS, opus: 'Vendor/Big-high'}
    expect(resolve('claude-opus-4-8', {models: [], slots}).model).to.deep.equal({
      asked: 'claude-opus-4-8',
      id: 'Vendor/Big-high',
    })
    expect(resolve('Other[1m]', {models: [], slots}).model).to.deep.equal({asked: 'Other[1m]', id: 'Other'})
  })

  it('refuses what it does not know, with what is near', () => {
    const refusal = (asked: string) => {
      try {
        return resolve(asked).model.id
      } catch (error) {
        expect(isTurnError(error)).to.equal(true)
        expect(error).to.include({blame: 'request', kind: 'unknown-model'})
        return (error as Error).message
      }
    }
    expect(refusal('gpt-5.4-hihg')).to.equal(
      '"gpt-5.4-hihg" ends in something that is no suffix of gpt-5.4: -minimal, -low, -medium, -high, -xhigh, -fast, ' +
        'both as -xhigh-fast. Did you mean gpt-5.4-high, gpt-5.4-xhigh or gpt-5.4-mini?',
    )
    expect(refusal('gtp-5.5')).to.equal('There is no model "gtp-5.5". Did you mean gpt-5.5, gpt-5.4 or gpt-5.2?')
    expect(refusal('llama-70b-instruct')).to.equal(
      'There is no model "llama-70b-instruct". Models: gpt-5.5, gpt-5.4, gpt-5.4-mini, gpt-5.2, gpt-5.3-codex, gpt-5.3-codex-spark.',
    )
  })

  it('lets nothing with a suffix leave as an upstream id', () => {
    const ids = fc.oneof(
      fc.constantFrom(...writtenIds(TABLE)),
      fc.tuple(fc.constantFrom(...writtenIds(TABLE)), fc.string()).map(([id, tail]) => id + tail),
      fc.constantFrom('opus', 'sonnet', 'haiku', 'claude-x', 'claude-opus-4[1m]'),
      fc.string(),
    )
    const effort = fc.option(fc.constantFrom('none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'), {
      nil: undefined,
    })
    const slots = fc.record({
      default: ids,
      opus: ids,
      sonnet: ids,
      haiku: ids,
      subagent: ids,
    })
    const known = TABLE.map((row) => row.id)
    fc.assert(
      fc.property(ids, slots, effort, effort, (asked, given, flag, level) => {
        try {
          const {model} = resolve(asked, {slots: given, flag, wish: {level}})
          expect(known).to.include(model.id)
          expect(TABLE.find((row) => row.id === model.id)!.efforts).to.include(model.effort)
        } catch (error) {
          if (!isTurnError(error)) throw error
        }
      }),
      {numRuns: 500},
    )
  })
})

import {expect} from 'chai'
import fc from 'fast-check'
import type {Effort} from '../../src/contract/index.js'
import {capEffort, effortOfBudget, highestEffort, readEffort} from '../../src/models/effort.js'

const ORDER: readonly Effort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']

describe('effort', () => {
  it('reads every level, and ultra as the highest', () => {
    const words = ['minimal', 'low', 'medium', 'high', 'xhigh', 'max', 'ultra', ' HIGH ', 'fast', '', 'toString']
    expect(words.map(readEffort)).to.deep.equal([
      ...['minimal', 'low', 'medium', 'high', 'xhigh', 'max', 'max', 'high'],
      ...[undefined, undefined, undefined],
    ])
  })

  it('maps thinking budgets at each boundary', () => {
    const budgets = [0, 1, 512, 513, 1024, 1025, 8192, 8193, 24_576, 24_577, 1e9]
    expect(budgets.map(effortOfBudget)).to.deep.equal([
      'none',
      'minimal',
      'minimal',
      'low',
      'low',
      'medium',
      'medium',
      'high',
      'high',
      'xhigh',
      'xhigh',
    ])
    expect([effortOfBudget(-1), effortOfBudget(Number.NaN)]).to.deep.equal([undefined, undefined])
  })

  it('caps down, and up only where nothing is lower', () => {
    expect(capEffort('xhigh', ['minimal', 'low', 'medium', 'high'])).to.equal('high')
    expect(capEffort('minimal', ['low', 'medium', 'high', 'xhigh'])).to.equal('low')
    expect(capEffort('none', ['minimal', 'low'])).to.equal('minimal')
    expect(capEffort('max', ['low', 'medium', 'high', 'xhigh'])).to.equal('xhigh')
    expect(capEffort('max', ['low', 'max'])).to.equal('max')
    expect(capEffort('high', ['low', 'xhigh'])).to.equal('low')
    expect(capEffort('high', [])).to.equal(undefined)
    expect(highestEffort(['high', 'low'])).to.equal('high')
  })

  it('always answers one of the levels, never above the wish unless all are', () => {
    const levels = fc.uniqueArray(fc.constantFrom(...ORDER), {minLength: 1})
    fc.assert(
      fc.property(fc.constantFrom(...ORDER), levels, (wanted, given) => {
        const capped = capEffort(wanted, given)!
        expect(given).to.include(capped)
        const lower = given.filter((level) => ORDER.indexOf(level) <= ORDER.indexOf(wanted))
        const best = lower.length > 0 ? lower : given
        const edge = best.map((level) => ORDER.indexOf(level))
        expect(ORDER.indexOf(capped)).to.equal(lower.length > 0 ? Math.max(...edge) : Math.min(...edge))
      }),
    )
  })
})

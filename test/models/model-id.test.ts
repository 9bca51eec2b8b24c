import {expect} from 'chai'
import fc from 'fast-check'
import {modelAtStart, readModelId, writeModelId, writtenIds} from '../../src/models/model-id.js'
import {TABLE} from './table.js'

const read = (id: string) => {
  const found = readModelId(id, TABLE)
  return found && {model: found.model.id, effort: found.effort, tier: found.tier}
}

describe('model ids', () => {
  it('offers the 47 ids of the table, 12 + 12 + 5 + 6 + 6 + 6', () => {
    const ids = writtenIds(TABLE)
    expect(ids).to.have.length(47)
    expect(new Set(ids).size).to.equal(47)
    expect(TABLE.map((row) => writtenIds([row]).length)).to.deep.equal([12, 12, 5, 6, 6, 6])
    expect(writtenIds(TABLE.slice(0, 1))).to.deep.equal([
      'gpt-5.5',
      'gpt-5.5-minimal',
      'gpt-5.5-low',
      'gpt-5.5-medium',
      'gpt-5.5-high',
      'gpt-5.5-xhigh',
      'gpt-5.5-fast',
      'gpt-5.5-minimal-fast',
      'gpt-5.5-low-fast',
      'gpt-5.5-medium-fast',
      'gpt-5.5-high-fast',
      'gpt-5.5-xhigh-fast',
    ])
  })

  it('reads back every id it writes', () => {
    for (const id of writtenIds(TABLE)) expect(writeModelId(read(id)!), id).to.equal(id)
  })

  it('takes the longest known id first', () => {
    expect(read('gpt-5.4-mini-high')).to.deep.equal({model: 'gpt-5.4-mini', effort: 'high', tier: undefined})
    expect(read('gpt-5.3-codex-spark-xhigh')?.model).to.equal('gpt-5.3-codex-spark')
    expect(read('gpt-5.3-codex-low')).to.deep.equal({model: 'gpt-5.3-codex', effort: 'low', tier: undefined})
    expect(read('gpt-5.4')).to.deep.equal({model: 'gpt-5.4', effort: undefined, tier: undefined})
  })

  it('accepts what older settings hold, and levels above a cap', () => {
    const fast = {model: 'gpt-5.4', effort: 'high', tier: 'fast'}
    for (const id of ['gpt-5.4-high-fast', 'gpt-5.4-fast-high', 'gpt-5.4-fast(high)', 'gpt-5.4(high)-fast'])
      expect(read(id), id).to.deep.equal(fast)
    expect(read('gpt-5.4(high)')).to.deep.equal({model: 'gpt-5.4', effort: 'high', tier: undefined})
    expect(read('gpt-5.4-mini-xhigh')).to.deep.equal({model: 'gpt-5.4-mini', effort: 'xhigh', tier: undefined})
    expect(read('gpt-5.2-fast')).to.deep.equal({model: 'gpt-5.2', effort: undefined, tier: 'fast'})
    expect(read('gpt-5.4-ultra')?.effort).to.equal('max')
  })

  it('overlooks case, space around it and a large-window mark', () => {
    expect(read(' GPT-5.4-High-Fast[1M] ')).to.deep.equal({model: 'gpt-5.4', effort: 'high', tier: 'fast'})
    expect(readModelId('qwen3-CODER-low', [{...TABLE[0]!, id: 'Qwen3-Coder'}])?.model.id).to.equal('Qwen3-Coder')
  })

  for (const id of [
    ...['gpt-5', 'gpt-5.45', 'gpt-5.4-', 'gpt-5.4-turbo', 'gpt-5.4--high', 'gpt-5.4-high-high', 'gpt-5.4-fast-fast'],
    ...['gpt-5.4-high-low', 'gpt-5.4-fast-high-fast', 'gpt-5.4/high', 'gpt-5.4 high', 'gpt-5.4(high', 'gpt-5.4()', ''],
    ...['gpt-5.4-none', 'xgpt-5.4', 'gpt-5.4-hasOwnProperty', 'gpt-5.4-high\nfast'],
  ])
    it(`refuses ${JSON.stringify(id)}`, () => expect(read(id)).to.equal(undefined))

  it('never takes a suffix for part of a model', () => {
    const words = fc.array(fc.constantFrom('high', 'low', 'fast', 'xhigh', 'mini', 'spark', '(high)', 'turbo', ''))
    fc.assert(
      fc.property(fc.constantFrom(...TABLE), words, (row, rest) => {
        const found = readModelId([row.id, ...rest].join('-'), TABLE)
        if (found !== undefined) expect(TABLE).to.include(found.model)
      }),
    )
  })

  it('finds the model in front of a wrong suffix', () => {
    expect(modelAtStart('gpt-5.4-mini-turbo', TABLE)?.id).to.equal('gpt-5.4-mini')
    expect(modelAtStart('gpt-5.45', TABLE)).to.equal(undefined)
  })

  it('lists no hidden model, and reads it', () => {
    const rows = [{...TABLE[3]!, hidden: true}]
    expect(writtenIds(rows)).to.deep.equal([])
    expect(readModelId('gpt-5.2-low', rows)?.effort).to.equal('low')
  })
})

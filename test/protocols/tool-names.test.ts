import {expect} from 'chai'
import fc from 'fast-check'
import {aliasTools} from '../../src/protocols/tool-names.js'

const LONG = 'mcp__plugin_engineering_with_a_long_name__create_or_update_an_issue_in_the_tracker'

describe('tool-names', () => {
  it('leaves a legal name alone', () => {
    const {alias, names} = aliasTools(['read_file', 'a-b'])
    expect([alias('read_file'), alias('a-b'), names.size]).to.deep.equal(['read_file', 'a-b', 0])
  })

  it('keeps head and tail of a long name readable, the same beside any other tools', () => {
    const alone = aliasTools([LONG])
    expect(alone.alias(LONG)).to.match(/^mcp__plugin_engineer_[0-9a-f]{8}_[a-z_]{34}$/)
    expect(aliasTools(['zzz', LONG, 'aaa']).alias(LONG)).to.equal(alone.alias(LONG))
    expect(alone.names.get(alone.alias(LONG))).to.equal(LONG)
  })

  it('gives way to a tool that has the alias as its own name', () => {
    const taken = aliasTools([LONG]).alias(LONG)
    const {alias, names} = aliasTools([LONG, taken])
    expect(alias(taken)).to.equal(taken)
    expect(alias(LONG)).not.to.equal(taken)
    expect(names.get(alias(LONG))).to.equal(LONG)
  })

  it('makes every set of names legal and distinct, and finds the way back', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({unit: 'binary', maxLength: 90})), (all) => {
        const {alias, names} = aliasTools(all)
        const aliases = all.map(alias)
        expect(new Set(aliases).size).to.equal(all.length)
        expect(aliases.filter((name) => !/^[a-zA-Z0-9_-]{1,64}$/.test(name))).to.deep.equal([])
        expect(aliases.map((name) => names.get(name) ?? name)).to.deep.equal(all)
      }),
    )
  })
})

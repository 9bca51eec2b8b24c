import {expect} from 'chai'
import {isCcsError} from '../../src/errors/ccs-error.js'
import {checkVariantName} from '../../src/profiles/variant-name.js'

const RESERVED = new Map([
  ['codex', 'a provider'],
  ['cliproxy', 'a command of ccs'],
  ['ccsxp', 'an alias'],
])

const refusal = (name: string) => {
  try {
    checkVariantName(name, RESERVED, ['codex-fast'])
    return undefined
  } catch (error) {
    return isCcsError(error) && error.exit === 2 ? error.message : error
  }
}

describe('names of variants', () => {
  for (const name of ['a', 'codex-2', 'Work.Fast_1', 'x'.repeat(64), 'console', 'nullable'])
    it(`allows ${name}`, () => expect(refusal(name)).to.equal(undefined))

  const called = (name: string, reason: string) => [name, `A variant cannot be called "${name}": ${reason}.`] as const
  const letters = 'it may hold letters, digits, ".", "_" and "-" only'
  for (const [name, message] of [
    called('', 'it is empty'),
    called('x'.repeat(65), 'it is longer than 64 characters'),
    called('1st', 'it must begin with a letter'),
    called('-fast', 'it must begin with a letter'),
    called('..', 'it must begin with a letter'),
    called('a/b', letters),
    called('a b', letters),
    called('a:b', letters),
    called('fäst', letters),
    called('a\u202Eb', letters),
    called('a\n', letters),
    called('a.', 'it may not end in "."'),
    called('NUL', 'Windows keeps that word for a device'),
    called('com1.x', 'Windows keeps that word for a device'),
    called('Codex', 'it is a provider'),
    called('cliproxy', 'it is a command of ccs'),
    ['CODEX-Fast', 'There is a variant "codex-fast" already.'],
  ] as const)
    it(`refuses ${JSON.stringify(name)}`, () => expect(refusal(name)).to.equal(message))
})

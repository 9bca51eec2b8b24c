import {expect} from 'chai'
import {isCcsError} from '../../src/errors/ccs-error.js'
import {OWN_FLAGS} from '../../src/session/own-flags.js'
import {splitArguments} from '../../src/session/split-arguments.js'

type Case = readonly [words: readonly string[], flags: object, args: readonly string[]]

const CASES: readonly Case[] = [
  [[], {}, []],
  [['explain this code'], {}, ['explain this code']],
  [['--effort', 'high', 'x'], {effort: 'high'}, ['x']],
  [['--effort=xhigh', 'x'], {effort: 'xhigh'}, ['x']],
  [['--thinking', 'low', '--effort', 'high'], {effort: 'high'}, []],
  [['x', '--effort', 'HIGH'], {effort: 'high'}, ['x']],
  [
    ['-p', 'x', '--output-format', 'json', '--resume', 'abc'],
    {},
    ['-p', 'x', '--output-format', 'json', '--resume', 'abc'],
  ],
  [['--add-dir', 'a', '--add-dir', 'b', 'p'], {}, ['--add-dir', 'a', '--add-dir', 'b', 'p']],
  [['what does --effort high do?'], {}, ['what does --effort high do?']],
  [['--verbose is a flag, is it not?'], {}, ['--verbose is a flag, is it not?']],
  [['--', '--auth', '--effort', 'nonsense'], {}, ['--', '--auth', '--effort', 'nonsense']],
  [['--verbose', '-p', '--', '--verbose', '--'], {verbose: true}, ['-p', '--', '--verbose', '--']],
  [['--auth', '--add', '--headless', '--device'], {auth: true, add: true, headless: true, device: true}, []],
  [['--import'], {import: true}, []],
  [['--import', 'auth.json'], {import: 'auth.json'}, []],
  [['--import', '--auth'], {import: true, auth: true}, []],
  [['--import', '--', 'auth.json'], {import: true}, ['--', 'auth.json']],
  [['--import=a/auth.json'], {import: 'a/auth.json'}, []],
  [['--accounts', '--json'], {accounts: true, json: true}, []],
  [['exec', '--json'], {}, ['exec', '--json']],
  [['--config'], {config: true}, []],
  [['--json', '--config'], {json: true, config: true}, []],
  [['--config', 'model_verbosity=low', 'exec', '--json'], {}, ['--config', 'model_verbosity=low', 'exec', '--json']],
  [['--config', 'is x = y true?'], {config: true}, ['is x = y true?']],
  [
    ['--config', 'model_verbosity=low', '--effort', 'high', 'x'],
    {effort: 'high'},
    ['--config', 'model_verbosity=low', 'x'],
  ],
  [['exec', '--config=features."a-b".c = true', 'x'], {}, ['exec', '--config=features."a-b".c = true', 'x']],
  [['--use', 'sarah k'], {use: 'sarah k'}, []],
  [['--nickname=work=home'], {nickname: 'work=home'}, []],
  [['--authority', '--efforts', '--model', 'x', '-e'], {}, ['--authority', '--efforts', '--model', 'x', '-e']],
  [['', '-', '%PATH%', '$HOME', "it's", 'a\nb'], {}, ['', '-', '%PATH%', '$HOME', "it's", 'a\nb']],
]

const FAULTS: readonly (readonly [words: readonly string[], message: string])[] = [
  [['--effort', 'banana'], '"banana" is no level of effort. Levels: minimal, low, medium, high, xhigh.'],
  [['--effort'], '--effort needs a value: --effort <level>.'],
  [['--effort='], '--effort needs a value: --effort <level>.'],
  [['--effort', '--verbose'], '--effort needs a value: --effort <level>.'],
  [['--effort', '--', 'high'], '--effort needs a value: --effort <level>.'],
  [['--thinking='], '--thinking needs a value: --thinking <level>.'],
  [['--use'], '--use needs a value: --use <name>.'],
  [['--target', '-p'], '--target needs a value: --target <runtime>.'],
  [['--import', ''], '--import needs a value: --import <file>.'],
  [['--auth=yes'], '--auth takes no value.'],
  [['--config=yes'], '--config takes no value.'],
]

describe('splitting arguments', () => {
  for (const [words, flags, args] of CASES) {
    it(JSON.stringify(words), () => expect(splitArguments(words)).to.deep.equal({flags, args}))
  }

  for (const [words, message] of FAULTS) {
    it(`refuses ${JSON.stringify(words)}`, () => {
      try {
        expect.fail(JSON.stringify(splitArguments(words)))
      } catch (error) {
        if (!isCcsError(error)) throw error
        expect([error.message, error.exit]).to.deep.equal([message, 2])
      }
    })
  }

  it('takes every own flag that it lists, and only before --', () => {
    for (const {name, value, onlyWith} of OWN_FLAGS) {
      const word = value === 'required' ? `--${name}=high` : `--${name}`
      const beside = onlyWith === undefined ? [] : ['--accounts']
      expect(splitArguments([word, ...beside]).args, name).to.deep.equal([])
      expect(splitArguments(['--', word, ...beside]).args, name).to.deep.equal(['--', word, ...beside])
    }
  })
})

import {expect} from 'chai'
import type {FileChange} from '../../../src/contract/index.js'
import {tomlEditor} from '../../../src/launch/edits/edit-toml.js'

const set = (path: readonly string[], value: unknown): FileChange => ({type: 'set', path, value})
const place = (text: string, change: FileChange) => tomlEditor.place(text, change, 'config.toml')
const base = ['model_providers', 'cliproxy', 'base_url']

const documents = {
  empty: '',
  'no line end': 'model = "x"',
  'comments only': '# mine\n\n# more',
  'section half there':
    '# top\nmodel = "gpt" # inline\n\n[model_providers.cliproxy]\n  # my name\n  name = "mine"  # keep\n\n[projects."/a b".x]\ntrust_level = "trusted"\n',
  'windows line ends': 'model = "x"\r\n\r\n[tui]\r\ntheme = \'dark\'\r\n',
  'dotted keys': 'model_providers.cliproxy.name = "mine"\nmodel_providers.other.name = "o"\n\n[tui]\n',
  'inline table': '[model_providers]\ncliproxy = { name = "mine", env_key = "MY_KEY" } # here\n',
  'empty inline table': 'model_providers.cliproxy = {}\n',
  'inline table above': 'model_providers = { other = { name = "o" } } # here\n\n[tui]\n',
  'empty inline table above': 'model_providers = { }\n',
  'inline table above with dotted keys': 'model_providers = { cliproxy.name = "mine", other.name = "o" }\n',
  'inline table above over lines': 'model_providers = { # mine\n  other = { name = "o" }, # theirs\n}\n',
  'inline table above with a comment alone': 'model_providers = { # mine\n}\n',
  'strings that look like structure':
    'a = """\n[model_providers.cliproxy]\nbase_url = "no"\n"""\nb = \'[x\'\nc = ["]", # ]\n  \'#\']\nd = """"q"""""\n[[list]]\nname = 1\n[list.base]\nx = 2020-01-01\n',
  'the largest of integers': 'model_auto_compact_token_limit = 9223372036854775807\n\n[model_providers.cliproxy]\n',
  'quoted keys': '["model_providers"."cliproxy"]\n"na\\u006de" = "mine"\n',
}

describe('edits/edit-toml', () => {
  for (const [name, text] of Object.entries(documents)) {
    it(`adds to and leaves no byte behind in a document with: ${name}`, () => {
      for (const change of [
        set(base, 'http://127.0.0.1:1/v1'),
        set(['a new', 'table'], {list: [1, 'x'], nested: {on: true}}),
        set(['root'], 1.5),
        {type: 'upsert', path: ['elements'], key: 'id', value: {id: 'a', n: 1}} as const,
      ]) {
        const placed = place(text, change)
        expect(placed.text).to.not.equal(text)
        expect(tomlEditor.take(placed.text, change, placed.before, 'f')).to.equal(text)
      }
    })
  }

  it('writes into the section, the dotted keys or the inline table that is there', () => {
    expect(place(documents['section half there'], set(base, 'U')).text).to.equal(
      '# top\nmodel = "gpt" # inline\n\n[model_providers.cliproxy]\n  # my name\n  name = "mine"  # keep\n  base_url = "U"\n\n[projects."/a b".x]\ntrust_level = "trusted"\n',
    )
    expect(place(documents['windows line ends'], set(base, 'U')).text).to.equal(
      'model = "x"\r\n\r\n[tui]\r\ntheme = \'dark\'\r\n\r\n[model_providers.cliproxy]\r\nbase_url = "U"\r\n',
    )
    expect(place(documents['dotted keys'], set(base, 'U')).text).to.equal(
      'model_providers.cliproxy.name = "mine"\nmodel_providers.cliproxy.base_url = "U"\nmodel_providers.other.name = "o"\n\n[tui]\n',
    )
    expect(place(documents['inline table'], set(base, 'U')).text).to.equal(
      '[model_providers]\ncliproxy = { name = "mine", env_key = "MY_KEY", base_url = "U" } # here\n',
    )
    expect(place(documents['no line end'], set(base, 'U')).text).to.equal(
      'model = "x"\n\n[model_providers.cliproxy]\nbase_url = "U"\n',
    )
  })

  it('writes into an inline table above, each further key beside the first', () => {
    const all = (text: string) =>
      [set(base, 'U'), set(['model_providers', 'cliproxy', 'name'], 'ccs')].reduce(
        (held, change) => place(held, change).text,
        text,
      )
    const ours = 'cliproxy = { base_url = "U", name = "ccs" }'
    expect(all(documents['inline table above'])).to.equal(
      `model_providers = { other = { name = "o" }, ${ours} } # here\n\n[tui]\n`,
    )
    expect(all('x = 1\r\nmodel_providers = { }\r\n')).to.equal(`x = 1\r\nmodel_providers = { ${ours} }\r\n`)
    expect(all('model_providers = {other={name="o"}}')).to.equal(`model_providers = {other={name="o"}, ${ours}}`)
    expect(all(documents['inline table above with a comment alone'])).to.equal(
      `model_providers = { ${ours} # mine\n}\n`,
    )
    expect(all('model_providers = { cliproxy.env_key = "K" }\n')).to.equal(
      'model_providers = { cliproxy.env_key = "K", cliproxy.base_url = "U", cliproxy.name = "ccs" }\n',
    )
    expect(place('model_providers = {}\n', set(['model_providers', 'cliproxy'], {name: 'ccs'})).text).to.equal(
      'model_providers = { cliproxy = { name = "ccs" } }\n',
    )
  })

  it('leaves in an inline table above what somebody added to ours', () => {
    const change = set(base, 'U')
    const {before} = place('model_providers = { }\n', change)
    const take = (text: string) => tomlEditor.take(text, change, before, 'f')
    expect(take('model_providers = { cliproxy = { base_url = "U", name = "mine" } }\n')).to.equal(
      'model_providers = { cliproxy = { name = "mine" } }\n',
    )
    expect(take('model_providers = { cliproxy = { base_url = "U" }, other = {} }\n')).to.equal(
      'model_providers = { other = {} }\n',
    )
  })

  it('replaces a value and nothing around it, and leaves an equal one alone', () => {
    const text = "[model_providers.cliproxy]\nbase_url   =   'old' # why\n"
    const change = set(base, 'new')
    const placed = place(text, change)
    expect(placed.text).to.equal('[model_providers.cliproxy]\nbase_url   =   "new" # why\n')
    expect(tomlEditor.take(placed.text, change, placed.before, 'f')).to.equal(text)
    expect(place(text, set(base, 'old')).text).to.equal(text)
  })

  it('leaves a value that somebody changed meanwhile, and comments that somebody added', () => {
    const change = set(base, 'U')
    const {before} = place('', change)
    const edited = '[model_providers.cliproxy]\nbase_url = "mine"\n'
    expect(tomlEditor.take(edited, change, before, 'f')).to.equal(edited)
    const commented = '[model_providers.cliproxy]\nbase_url = "U"\n# a thought\n[tui]\n'
    expect(tomlEditor.take(commented, change, before, 'f')).to.equal('# a thought\n[tui]\n')
  })

  it('finds the element of a list of tables by its key', () => {
    const change: FileChange = {type: 'upsert', path: ['servers'], key: 'id', value: {id: 'b', n: 2}}
    const text = '[[servers]]\nid = "a"\n\n[[servers]]\nid = "b" # mine\n\n[tui]\n'
    const placed = place(text, change)
    expect(placed.text).to.equal('[[servers]]\nid = "a"\n\n[[servers]]\nid = "b"\nn = 2\n\n[tui]\n')
    expect(tomlEditor.take(placed.text, change, placed.before, 'f')).to.equal(text)
  })

  it('refuses what does not parse, what is of another kind, and what it could only change by force', () => {
    expect(() => tomlEditor.parse('a = 1\nb = = 2\n', '/c.toml')).to.throw(
      /^\/c\.toml is not valid TOML \(line 2, column 5: /,
    )
    expect(() => place('model_providers = 1\n', set(base, 'U'))).to.throw(
      'model_providers in config.toml is not a table.',
    )
    expect(() => place('[a.b]\nc = 1\n', set(['a', 'b'], {d: 2}))).to.throw('a.b in config.toml is written in a way')
  })
})

import {expect} from 'chai'
import fc from 'fast-check'
import type {FileChange} from '../../../src/contract/index.js'
import {jsonEditor} from '../../../src/launch/edits/edit-json.js'

const upsert = (id: string, extra = {}): FileChange => ({
  type: 'upsert',
  path: ['customModels'],
  key: 'id',
  value: {id, ...extra},
})
const set = (path: readonly string[], value: unknown): FileChange => ({type: 'set', path, value})

const place = (text: string, change: FileChange) => jsonEditor.place(text, change, 'settings.json')
const roundTrip = (text: string, change: FileChange) => {
  const placed = place(text, change)
  return jsonEditor.take(placed.text, change, placed.before, 'settings.json')
}

const documents = {
  empty: '',
  'white space': ' \n\n',
  'empty object': '{}',
  'empty object with a gap': '{ }\n',
  'empty object on two lines': '{\r\n}\r\n',
  'only a comment': '{\n  // nothing yet\n}\n',
  'one line': '{"a":1, "b": [1, 2]}',
  pretty: '{\n  "a": 1,\n  "customModels": [\n    {\n      "id": "theirs"\n    }\n  ]\n}\n',
  'empty list': '{\n    "customModels": [],\n    "z": true\n}',
  'list with a comment': '{\n\t"customModels": [ /* none */ ]\n}',
  'comments and trailing commas': '{\n  // one\n  "a": 1, // two\n  /* three, */ "b": {"c": [1,],},\n}\n',
  'windows line ends': '{\r\n    "a": "x, y",\r\n    "customModels": [{"id": "theirs"}]\r\n}\r\n',
}

describe('edits/edit-json', () => {
  for (const [name, text] of Object.entries(documents)) {
    it(`leaves no byte behind in a document with: ${name}`, () => {
      expect(roundTrip(text, upsert('ours', {deep: {list: [1, {}]}}))).to.equal(text)
      expect(roundTrip(text, set(['x', 'y', 'z'], {deep: true}))).to.equal(text)
      expect(roundTrip(text, set(['a'], 'ours'))).to.equal(text)
    })
  }

  it('writes an entry that looks like the rest', () => {
    expect(place(documents.pretty, upsert('ours')).text).to.equal(
      '{\n  "a": 1,\n  "customModels": [\n    {\n      "id": "theirs"\n    },\n    {\n      "id": "ours"\n    }\n  ]\n}\n',
    )
    expect(place('{}', upsert('ours')).text).to.equal(
      '{\n  "customModels": [\n    {\n      "id": "ours"\n    }\n  ]\n}',
    )
    expect(place(documents['windows line ends'], set(['n'], 1)).text).to.equal(
      '{\r\n    "a": "x, y",\r\n    "customModels": [{"id": "theirs"}],\r\n    "n": 1\r\n}\r\n',
    )
  })

  it('puts back what it replaced, unless somebody changed it meanwhile', () => {
    const text = '{\n  "model": "theirs" // mine\n}\n'
    const change = set(['model'], 'ours')
    const {before} = place(text, change)
    expect(before).to.deep.equal({depth: 1, value: '"theirs"'})
    const edited = '{\n  "model": "newer"\n}\n'
    expect(jsonEditor.take(edited, change, before, 'f')).to.equal(edited)
  })

  it('takes out its own element whatever the program added to it and wherever it moved it', () => {
    const change = upsert('ours')
    const {before} = place('{"customModels": [{"id": "a"}]}', change)
    const rewritten = '{"customModels": [{"id": "ours", "index": 0}, /* b */ {"id": "b"}], "theme": "dark"}'
    expect(jsonEditor.take(rewritten, change, before, 'f')).to.equal(
      '{"customModels": [ /* b */ {"id": "b"}], "theme": "dark"}',
    )
  })

  it('keeps a container that it made when somebody else uses it by now', () => {
    const change = upsert('ours')
    const {before} = place('{}', change)
    expect(jsonEditor.take('{"customModels": [{"id": "ours"}, {"id": "b"}]}', change, before, 'f')).to.equal(
      '{"customModels": [{"id": "b"}]}',
    )
    expect(jsonEditor.take('{"customModels": [{"id": "ours"}], "x": 1}', change, before, 'f')).to.equal('{"x": 1}')
  })

  it('refuses what does not parse or is of another kind, by file and place', () => {
    expect(() => jsonEditor.parse('{\n  "a": 1\n  "b": 2\n}', '/s.json')).to.throw(
      '/s.json is not valid JSON (line 3, column 3: comma expected).',
    )
    expect(() => place('{"customModels": {}}', upsert('ours'))).to.throw('customModels in settings.json is not a list.')
    expect(() => place('[]', upsert('ours'))).to.throw('The top level in settings.json is not an object.')
  })

  it('is its own inverse on any document', () => {
    const key = fc.constantFrom('a', 'b', 'customModels', 'model')
    const value = fc.letrec((tie) => ({
      any: fc.oneof({maxDepth: 3}, fc.integer(), fc.string(), fc.constant(null), tie('list'), tie('object')),
      list: fc.array(tie('any'), {maxLength: 3}),
      object: fc.dictionary(key, tie('any'), {maxKeys: 3}),
    }))
    const change = fc.oneof(
      fc.constant(upsert('ours')),
      fc.tuple(fc.array(key, {minLength: 1, maxLength: 3}), fc.jsonValue()).map(([path, held]) => set(path, held)),
    )
    fc.assert(
      fc.property(value.object, fc.constantFrom(undefined, 1, '\t'), change, (document, indent, each) => {
        const text = JSON.stringify(document, null, indent)
        let undone = text
        try {
          undone = roundTrip(text, each)
        } catch (error) {
          expect(String(error)).to.match(/is not (an object|a list)/)
        }
        expect(undone).to.equal(text)
      }),
    )
  })
})

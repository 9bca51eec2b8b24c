import {expect} from 'chai'
import fc from 'fast-check'
import {stringify} from 'yaml'
import {makeMask} from '../../plugins/dashboard/src/server/mask.js'
import {checkText} from '../../src/dashboard/check-text.js'
import {findSecrets} from '../../src/dashboard/find-secrets.js'

const JWT = 'eyJhbGciOiJub25lIn0.eyJjIjoiY2FuYXJ5In0.sig'

/** The text with each secret as `X`, and whether anything but the secrets changed. */
async function hide(format: 'json' | 'yaml', text: string): Promise<string> {
  const secrets = await findSecrets(format, text)
  return secrets.reduceRight((rest, {start, end}) => `${rest.slice(0, start)}X${rest.slice(end)}`, text)
}

const CASES: readonly (readonly [what: string, format: 'json' | 'yaml', text: string, hidden: string])[] = [
  [
    'names of secrets, several on a line',
    'json',
    '{"env": {"MODEL": "gpt-5.4", "MY_TOKEN": "a", "x": {"api_key": "b", "n": 1}}}',
    '{"env": {"MODEL": "gpt-5.4", "MY_TOKEN": "X", "x": {"api_key": "X", "n": 1}}}',
  ],
  [
    'all that stands under such a name',
    'json',
    '{"secrets": {"a": "one", "b": ["two", {"c": "three"}], "d": true}, "e": "four"}',
    '{"secrets": {"a": "X", "b": ["X", {"c": "X"}], "d": true}, "e": "four"}',
  ],
  [
    'shapes of secrets under any name',
    'json',
    `{"a": "${JWT}", "b": "sk-abcdefgh1234", "c": "Bearer abc", "d": "http://user:pw@host/", "e": "http://host/"}`,
    '{"a": "X", "b": "X", "c": "X", "d": "X", "e": "http://host/"}',
  ],
  ['comments and escapes', 'json', '{ // key: no secret\n"TOKEN": "a\\"b", }', '{ // key: no secret\n"TOKEN": "X", }'],
  [
    'lists and quotes of YAML',
    'yaml',
    '# api-keys\nport: 8317\napi-keys:\n  - one # first\n  - "two"\nremote-management: {secret-key: \'three\', allow-remote: false}\n',
    '# api-keys\nport: 8317\napi-keys:\n  - X # first\n  - "X"\nremote-management: {secret-key: \'X\', allow-remote: false}\n',
  ],
  [
    'texts of several lines',
    'yaml',
    'password: |\n  one\n  two\nnext: 1\ntoken: >-\n  three\n  four\n',
    'password: |\n  X\nnext: 1\ntoken: >-\n  X\n',
  ],
  ['anchors', 'yaml', 'a: &one sk-abcdefgh1234\nb: *one\n', 'a: &one X\nb: *one\n'],
  [
    'comments, longer texts and the words before them',
    'json',
    `{ // old: sk-proj-abcdefgh1234, client_secret = "hunter22"\n"a": "Authorization: Bearer sk-live-1234", "b": "x-api=sk-live-1234\\nsk-live-5678", "c": "see http://me:pw@host/x" }`,
    `{ // old: X, client_secret = "X"\n"a": "Authorization: X", "b": "x-api=X\\nX", "c": "see http://me:X@host/x" }`,
  ],
  [
    'comments and texts of several lines in YAML',
    'yaml',
    '# api-keys: ["ccs-abcdefgh12345678"]\nccs-idle-exit: 5m # rt_abcdefgh12345678, rt.abcdefgh12345678\nheaders: |\n  A: 1\n  Authorization: Bearer abcdefgh1234\n',
    '# api-keys: ["X"]\nccs-idle-exit: 5m # X, X\nheaders: |\n  A: 1\n  Authorization: X\n',
  ],
  [
    'numbers, but for limits of tokens',
    'json',
    '{"PIN_SECRET": 12345678, "MAX_THINKING_TOKENS": 31999, "keys": [1, -2.5e3], "n": 3}',
    '{"PIN_SECRET": X, "MAX_THINKING_TOKENS": 31999, "keys": [X, X], "n": 3}',
  ],
  ['a text behind a byte order mark', 'json', '\uFEFF{"A_TOKEN": "one", "PIN": 1}', '\uFEFF{"A_TOKEN": "X", "PIN": 1}'],
  ['YAML behind a byte order mark', 'yaml', '\uFEFFa-token: one\nb: 1\n', '\uFEFFa-token: X\nb: 1\n'],
  ['numbers of YAML', 'yaml', 'pin-secret: 12345678\nport: 8317\n', 'pin-secret: X\nport: 8317\n'],
  [
    'what does not parse, rather too much',
    'json',
    `{"A_TOKEN": "one", "B": 1\n"other": "${JWT}\n "C_KEY" {\n   "d": "two"\n }\n "e": "three"`,
    '{"A_TOKEN": X\n"other": "X\n "C_X\n   X\n }\n "e": "three"',
  ],
  [
    'YAML that does not parse',
    'yaml',
    'a: [1\nsecret-key:\n  - one\n  - two\nb: 2\n',
    'a: [1\nsecret-key:\n  X\n  X\nb: 2\n',
  ],
]

describe('secrets in files', () => {
  for (const [what, format, text, hidden] of CASES)
    it(`are found: ${what}`, async () => expect(await hide(format, text)).to.equal(hidden))

  for (const [what, format, text] of CASES) {
    it(`come back to the byte, in a text that reads as well as before: ${what}`, async () => {
      const mask = makeMask()
      const shown = {text, secrets: await findSecrets(format, text)}
      const hidden = mask.hide(shown)
      expect(mask.restore(hidden, shown)).to.equal(text)
      const fine = async (one: string) => (await checkText(format, one, () => undefined)).ok
      expect(await fine(hidden)).to.equal(await fine(text))
    })
  }

  it('are found wherever they stand and however they are written', async () => {
    const key = fc.constantFrom('MY_TOKEN', 'api-keys', 'clientSecret', 'Authorization', 'password')
    const inner = fc.oneof(
      fc.constantFrom('canary', 'see Bearer canary12'),
      fc.array(fc.constant('canary'), {minLength: 1}),
      fc.dictionary(fc.string({minLength: 1}), fc.constant('canary')),
    )
    const tree = fc.letrec((tie) => ({
      node: fc.oneof({depthSize: 'small'}, fc.string(), fc.integer(), fc.dictionary(fc.string(), tie('node'))),
    })).node
    await fc.assert(
      fc.asyncProperty(tree, key, inner, fc.constantFrom(0, 1, 4), async (other, name, value, indent) => {
        const data = {other, [name]: value, deep: {list: [{[name]: value}]}}
        expect(await hide('json', JSON.stringify(data, null, indent))).not.to.contain('canary')
        expect(await hide('yaml', stringify(data, {collectionStyle: indent === 0 ? 'flow' : 'any'}))).not.to.contain(
          'canary',
        )
      }),
      {numRuns: 200},
    )
  })
})

import {expect} from 'chai'
import {list, object} from '../../openai/json.js'
import {useNative} from './native.js'

const PROMPTS = [
  `say "it's" \`now\`\nand 'then' at 100% %PATH% for $HOME \${HOME} $(id) !! \\n \\\\`,
  '-x is broken: "--model" does not\nhelp',
  '  white space, tab\tand ünïcödé 漢字 🙂  ',
] as const

describe('a prompt', () => {
  const native = useNative()

  for (const name of ['ccsx', 'ccsxp', 'ccsd'] as const) {
    it(`reaches the model of ${name} as it was typed`, async () => {
      for (const prompt of PROMPTS) {
        const {code, stderr} = await native().ask(name, [prompt])
        expect(code, stderr).to.equal(0)
        const items = list(native().asked().at(-1)?.input).map(object)
        const said = items.filter(({role}) => role === 'user').at(-1)
        expect(object(list(said?.content).at(-1)).text).to.equal(prompt)
      }
    })
  }

  it('comes from a pipe too', async () => {
    const {code, stdout} = await native().ask('ccsx', ['exec', '-'], {input: 'from a pipe\n'})
    expect({code, stdout: stdout.trim()}).to.deep.equal({code: 0, stdout: 'You said: from a pipe'})
    expect((await native().ask('ccsd', [], {input: 'from a pipe\n'})).stdout.trim()).to.equal('You said: from a pipe')
  })
})

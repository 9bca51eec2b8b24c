import {readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {JOHN} from '../openai/index.js'
import {eachWay, quiet, refused, told} from './each-way.js'

const KEPT = 'The file was left as it is. Mend it, or move it away.'

eachWay('ccs codex with a broken file', (ccs) => {
  const write = (file: string, text: string) => {
    const path = ccs().home.write(file, text)
    return {path, text: () => readFileSync(path, 'utf8')}
  }
  const start = async (...args: readonly string[]) => told(await ccs().ccs(['codex', ...args]))

  it('names a token file with its place, leaves it, and goes on with the other accounts', async () => {
    const broken = '{\n  "type": "codex",\n  "access_token": "a\n'
    const half = write('.ccs/cliproxy/auth/codex-half.json', broken)
    const latin = write('.ccs/cliproxy/auth/codex-latin.json', '')
    writeFileSync(latin.path, Buffer.from('{"access_token": "a",\n"note": "\xe9"}\n', 'latin1'))
    const none = write('.ccs/cliproxy/auth/codex-none.json', '{"type": "codex"}\n')
    const stderr = [
      `Warning: ${half.path} is not valid JSON (line 3, column 19).`,
      `Warning: ${latin.path} is not valid UTF-8 (line 2, column 10).`,
      `Warning: ${none.path} is no token file: it holds no token.`,
      '',
    ].join('\n')
    expect(await start('x')).to.deep.equal({...quiet('x'), stderr})
    expect([half.text(), none.text()]).to.deep.equal([broken, '{"type": "codex"}\n'])
  })

  it('takes the accounts from their files when the registry is broken, and keeps it aside', async () => {
    const broken = '{"version": 1,\n"providers": {"codex": {"default"'
    const {path, text} = write('.ccs/cliproxy/accounts.json', broken)
    const stderr = `Warning: ${path} is not valid JSON (line 2, column 34).\n`
    expect(await start('x')).to.deep.equal({...quiet('x'), stderr})
    expect(text()).to.equal(broken)
    writeFileSync(path, Buffer.from('{"version": 1, "note": "\xe9"}\n', 'latin1'))
    expect((await start('x')).stderr).to.equal(`Warning: ${path} is not valid UTF-8 (line 1, column 25).\n`)
  })

  for (const [name, file, broken, message] of [
    [
      'its settings',
      '.ccs/codex.settings.json',
      '{"env": {\n  "A": 1,,\n}}',
      'is not valid JSON (line 2, column 10): PropertyNameExpected.',
    ],
    [
      'settings of another shape',
      '.ccs/codex.settings.json',
      '{"env": {"ANTHROPIC_MODEL": ["gpt-5.4"]}}',
      ': env.ANTHROPIC_MODEL must be a text.',
    ],
    [
      "the proxy's configuration",
      '.ccs/cliproxy/config.yaml',
      'port: 8317\nhost: [\n',
      'is not valid YAML (line 3, column 1): ',
    ],
  ] as const)
    it(`starts nothing with ${name}, and leaves the file: 2`, async () => {
      const {path, text} = write(file, broken)
      const outcome = await start('x')
      const told = `Error: ${path}${message.startsWith(':') ? '' : ' '}${message}`
      expect(outcome.stderr.startsWith(told), outcome.stderr).to.equal(true)
      expect(outcome).to.deep.equal(refused(2, outcome.stderr.split('\n')[0] ?? '', KEPT))
      expect(text()).to.equal(broken)
    })

  it('names a value that cannot be', async () => {
    const {path} = write('.ccs/cliproxy/config.yaml', 'port: high\n')
    expect(await start('x')).to.deep.equal(refused(2, `Error: ${path}: port must be a number from 0 to 65535.`))
  })

  it('goes on without variants when config.yaml is broken; a variant says why it is not there', async () => {
    const {path, text} = write('.ccs/config.yaml', 'cliproxy:\n  variants: {a: [}\n')
    expect(await start('x')).to.deep.equal(quiet('x'))
    const variant = told(await ccs().ccs(['a', 'x']))
    expect(variant.stderr).to.match(new RegExp(`^Error: ${path} is not valid YAML \\(line 2, column \\d+\\): `))
    expect([variant.code, variant.argv, text()]).to.deep.equal([2, [], 'cliproxy:\n  variants: {a: [}\n'])
  }).timeout(30_000)

  it('says what is the matter when the only account cannot be read', async () => {
    const file = join(ccs().home.ccs, 'cliproxy', 'auth', `codex-${JOHN.accountId}-${JOHN.email}.json`)
    write(file.slice(ccs().home.path.length + 1), '{')
    const outcome = await start('x')
    expect([outcome.code, outcome.argv, outcome.stderr.split('\n')[0]]).to.deep.equal([
      3,
      [],
      `Warning: ${file} is not valid JSON (line 1, column 2).`,
    ])
  })

  it('names a folder of tokens that is none: 2', async () => {
    const folder = join(ccs().home.ccs, 'cliproxy', 'auth')
    rmSync(folder, {recursive: true})
    writeFileSync(folder, '')
    expect(await start('x')).to.deep.equal(
      refused(2, `Error: ${folder} cannot be read: a file stands where a folder should be.`),
    )
  })
})

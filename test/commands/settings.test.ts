import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {BIN, useScene} from '../e2e/scene.js'
import {openTerminal} from '../e2e/terminal.js'

const PATIENCE = 10_000

describe('ccs settings', () => {
  const scene = useScene(() => ({accounts: []}))
  const run = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const {code, stdout, stderr} = await scene().run(['settings', ...args], {env})
    return {code, stdout, stderr}
  }
  const config = () => join(scene().home.ccs, 'config.yaml')

  it('get, set and unset', async () => {
    const file = join(scene().home.ccs, 'cliproxy', 'config.yaml')
    expect(await run(['set', 'proxy.port', '8400'])).to.deep.equal({code: 0, stdout: 'proxy.port = 8400\n', stderr: ''})
    expect(await run(['get', 'proxy.port'])).to.deep.equal({code: 0, stdout: '8400\n', stderr: ''})
    expect(JSON.parse((await run(['unset', 'proxy.port', '--json'])).stdout)).to.deep.equal({
      key: 'proxy.port',
      value: null,
      before: 8400,
      file,
    })
    expect(JSON.parse((await run(['get', 'proxy.port', '--json'])).stdout)).to.deep.equal({
      key: 'proxy.port',
      value: 8317,
      set: false,
      meaning: 'Port that it tries first',
      file,
    })
    expect((await run(['get'])).stdout.split('\n')).to.include('proxy.port = 8317 (default)')
    expect(await run(['path'])).to.deep.equal({code: 0, stdout: `${config()}\n`, stderr: ''})
    expect(await run(['path', 'proxy'])).to.deep.equal({code: 0, stdout: `${file}\n`, stderr: ''})
  })

  it('refuse with exit 2 and one object', async () => {
    const refusals = [
      [['set', 'proxy.prot', '1'], 'unknown_setting'],
      [['set', 'proxy.port', 'x'], 'invalid_value'],
      [['set', 'aliases.agent', 'nope'], 'invalid_value'],
      [['set', 'aliases.ccsx', 'droid'], 'invalid_value'],
      [['get', 'nothing'], 'unknown_setting'],
      [['path', 'other'], 'bad_usage'],
      [['edit'], 'no_editor'],
      [['set', 'proxy.port'], 'bad_usage'],
    ] as const
    for (const [args, code] of refusals) {
      const refused = await run([...args, '--json'])
      const {error} = JSON.parse(refused.stdout) as {error: {code: string}}
      expect([refused.code, error.code, refused.stderr], args.join(' ')).to.deep.equal([2, code, ''])
    }
  })

  it('edit: a copy goes to the editor, with its arguments, and is saved when it can be used', async () => {
    scene().home.write('.ccs/config.yaml', '# mine\nversion: 8\n')
    expect(await run(['edit'], {EDITOR: 'sed -i s/8/9/'})).to.deep.equal({
      code: 0,
      stdout: `Saved ${config()}.\n`,
      stderr: '',
    })
    expect(readFileSync(config(), 'utf8')).to.equal('# mine\nversion: 9\n')
    const quiet = await run(['edit', '--json'], {VISUAL: 'echo', EDITOR: 'false'})
    expect(JSON.parse(quiet.stdout)).to.deep.equal({file: config(), changed: false, notes: []})
  })

  it('edit: nothing is saved of what cannot be used, and the text is kept', async () => {
    scene().home.write('.ccs/config.yaml', 'version: 8\n')
    for (const [editor, message] of [
      ['sed -i s/8/eight/', `${config()} cannot be used like this: version must be a whole number.`],
      ['sed -i "s/8/[/"', `${config()} is not valid YAML (line 2, column 1): `],
      [`echo "version: 7" > ${config()}; sed -i s/8/9/`, `${config()} was changed meanwhile.`],
      ['false', 'The editor "false" left with 1.'],
    ] as const) {
      scene().home.write('.ccs/config.yaml', 'version: 8\n')
      const {code, stdout, stderr} = await run(['edit'], {EDITOR: editor})
      expect([code, stdout]).to.deep.equal([2, ''])
      expect(stderr).to.contain(`Error: ${message}`).and.contain('Nothing was saved.')
      const copy = /Your text is kept in (.+)\.\n/.exec(stderr)?.[1] ?? ''
      expect(readFileSync(copy, 'utf8')).to.match(/^version: (8|9|eight|\[)\n$/)
      expect(readFileSync(config(), 'utf8')).to.match(/^version: [78]\n$/)
    }
  })

  it('edit: what is no text can be mended, and is not saved before it is', async () => {
    const bytes = Buffer.from('version: 8 # \xe9\n', 'latin1')
    scene().home.write('.ccs/config.yaml', '')
    writeFileSync(config(), bytes)
    const {code, stderr} = await run(['edit'], {EDITOR: 'sed -i s/8/9/'})
    expect([code, stderr.split('\n')[0]]).to.deep.equal([
      2,
      `Error: ${config()} is not valid UTF-8 (line 1, column 14). Nothing was saved.`,
    ])
    expect(readFileSync(config())).to.deep.equal(bytes)
    expect(await run(['edit'], {EDITOR: 'LC_ALL=C sed -i "s/ #.*//"'})).to.deep.equal({
      code: 0,
      stdout: `Saved ${config()}.\n`,
      stderr: '',
    })
    expect(readFileSync(config(), 'utf8')).to.equal('version: 8\n')
  })

  it('edit: a person may go back to the editor', async () => {
    scene().home.write('.ccs/config.yaml', 'version: 8\n')
    const command = `EDITOR='sed -i -e s/eight/9/ -e s/8/eight/' ${process.execPath} ${BIN} settings edit`
    const terminal = await openTerminal(command, {env: scene().env, cwd: scene().home.project})
    try {
      expect(await terminal.shows('Back to the editor?', PATIENCE)).to.contain('version must be a whole number')
      await terminal.press('Enter')
      await terminal.shows('[left with 0]', PATIENCE)
    } finally {
      await terminal.close()
    }
    expect(readFileSync(config(), 'utf8')).to.equal('version: 9\n')
  })
})

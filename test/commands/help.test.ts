import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {Config} from '@oclif/core/config'
import {expect} from 'chai'
import {OWN_FLAGS} from '../../src/session/own-flags.js'
import {useScene} from '../e2e/scene.js'
import {commandsOf} from './run-command.js'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const LIST = new URL('commands.txt', import.meta.url)

/** What scripts rely on: a command, an argument or a flag that goes must go from here too. */
describe('commands, arguments and flags', () => {
  it('are those that are written down in commands.txt', async () => {
    const config = await Config.load(ROOT)
    const lines = config.commands
      .filter(({hidden, pluginName = ''}) => !hidden && /^(ccs|@ccs\/.+)$/.test(pluginName))
      .map(({id, args, flags, strict}) => {
        const words = Object.values(args).map(({name, required}) => (required ? `<${name}>` : `[${name}]`))
        const options = Object.values(flags)
          .map(
            ({name, char, type}) => `${char === undefined ? '' : `-${char}|`}--${name}${type === 'option' ? '=' : ''}`,
          )
          .toSorted()
        return [id.replaceAll(':', ' '), ...words, ...(strict === false ? ['…'] : []), ...options].join(' ')
      })
    expect(`${lines.toSorted().join('\n')}\n`).to.equal(readFileSync(LIST, 'utf8'))
  })
})

describe('help and version', () => {
  const scene = useScene(() => ({accounts: []}))
  const {run, json} = commandsOf(scene)

  it('ccs --help names every topic and what starts a session', async () => {
    scene().home.write('.ccs/config.yaml', 'cliproxy:\n  variants:\n    quick:\n      provider: codex\n')
    const {code, stdout, stderr} = await run(['--help'])
    expect([code, stderr]).to.deep.equal([0, ''])
    const words = stdout.split('\n').flatMap((line) => /^ {2}([a-z]+) +\S/.exec(line)?.[1] ?? [])
    expect(words.toSorted()).to.deep.equal(
      [
        ...['cliproxy', 'plugins', 'settings'],
        ...['autocomplete', 'codex', 'config', 'doctor', 'env', 'help', 'plugins', 'quick', 'targets', 'version'],
      ].toSorted(),
    )
  })

  it('ccs codex --help shows every flag of its own, by what it is for', async () => {
    const {code, stdout, stderr} = await run(['codex', '--help'])
    expect([code, stderr]).to.deep.equal([0, ''])
    expect(stdout).to.equal(readFileSync(new URL('codex-help.txt', import.meta.url), 'utf8'))
    expect(await run(['help', 'codex'])).to.deep.equal({code, stdout, stderr})
  })

  it('completion knows the flags of a profile by their names', async () => {
    const cache = join(scene().home.path, 'cache')
    const env = {XDG_CACHE_HOME: cache}
    expect((await run(['autocomplete', 'zsh', '--refresh-cache'], {env})).code).to.equal(0)
    const script = readFileSync(join(cache, 'ccs', 'autocomplete', 'functions', 'zsh', '_ccs'), 'utf8')
    const block = script.slice(script.indexOf('\ncodex)\n'))
    const flags = [...block.slice(0, block.indexOf(';;')).matchAll(/^--([a-z]+)"/gm)].map(([, name]) => name)
    expect(flags).to.deep.equal([...OWN_FLAGS.map(({name}) => name), 'help'])
  })

  it('ccs version and --version', async () => {
    const manifest = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as {version: string}
    const {node} = process.versions
    const platform = `${process.platform}-${process.arch}`
    const {code, stderr, value} = await json(['version'])
    const {plugins, ...rest} = value
    expect({code, stderr, ...rest}).to.deep.equal({code: 0, stderr: '', ccs: manifest.version, node, platform})
    expect(Object.keys(plugins as object).filter((name) => name.startsWith('@ccs/'))).to.include.members([
      '@ccs/provider-codex',
      '@ccs/runtime-claude',
    ])
    const {stdout} = await run(['version'])
    expect(stdout.split('\n').slice(0, -1)).to.deep.equal([
      `ccs ${manifest.version} (Node ${node}, ${platform})`,
      ...Object.entries(plugins as object).map(([name, version]) => `  ${name} ${version}`),
    ])
    expect((await run(['--version'])).stdout).to.match(
      new RegExp(`^ccs/${manifest.version} ${platform} node-v${node}\n$`),
    )
  })

  it('-h and -v are short for them in place of a command', async () => {
    for (const [short, full] of [
      ['-h', '--help'],
      ['-v', '--version'],
    ] as const)
      expect(await run([short]), short).to.deep.equal(await run([full]))
  })

  it('ccs --version loads no oclif', async () => {
    const loads = async (word: string) => {
      const folder = join(scene().home.path, word)
      await run([word], {env: {NODE_V8_COVERAGE: folder}})
      return readdirSync(folder).some((name) => readFileSync(join(folder, name), 'utf8').includes('/@oclif/core/'))
    }
    expect([await loads('--version'), await loads('version')]).to.deep.equal([false, true])
  })

  it('a word that nobody knows: 2, with the nearest', async () => {
    const {code, stdout, stderr} = await run(['cdex', 'x'])
    expect([code, stdout, stderr]).to.deep.equal([
      2,
      '',
      'Error: ccs has no command or profile "cdex".\nDid you mean this?\nNext: ccs codex\n',
    ])
    expect(await json(['cliproxy', 'qouta'])).to.deep.equal({
      code: 2,
      stderr: '',
      value: {
        error: {
          code: 'unknown_command',
          message: 'ccs has no command or profile "cliproxy qouta".',
          hint: 'Did you mean this?',
          command: 'ccs cliproxy quota',
        },
      },
    })
    expect((await run(['explain this code'])).stderr).to.equal(
      'Error: ccs has no command or profile "explain this code".\n' +
        'A prompt follows a profile: ccs codex "explain this code"\nNext: ccs --help\n',
    )
    expect((await run(['--verbose', 'codex', 'x'])).stderr).to.equal(
      'Error: ccs has no command or profile "--verbose".\n' +
        'Flags follow a command or a profile: ccs codex --verbose\nNext: ccs --help\n',
    )
  })
})

import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {npmEnvironment} from '../../src/install/npm-environment.js'
import {prepareInstall} from '../../src/install/prepare-install.js'
import {useHome} from '../home.js'
import {writeStranger} from './stranger-folder.js'

describe('words of ccs plugins', () => {
  const {home} = useHome()
  const prepare = (command: string, ...argv: string[]) =>
    prepareInstall(command, argv, {cwd: home(), env: {HOME: home()}})?.argv

  it('names tarballs and folders as npm wants them, and leaves names and addresses alone', () => {
    writeStranger(join(home(), 'a'), 'acme')
    writeFileSync(join(home(), 'a.tgz'), '')
    const cases: Readonly<Record<string, string>> = {
      './a': `file:${home()}/a`,
      './a.tgz': `file:${home()}/a.tgz`,
      'a.tgz': `file:${home()}/a.tgz`,
      [`${home()}/a`]: `file:${home()}/a`,
      'a/../a.tgz': `file:${home()}/a.tgz`,
      '~/a': `file:${home()}/a`,
      'file:./a': `file:${home()}/a`,
      'file:a.tgz': `file:${home()}/a.tgz`,
      [`file://${home()}/a`]: `file:${home()}/a`,
      a: 'a',
      'a@2': 'a@2',
      '@scope/a@next': '@scope/a@next',
      'someone/something': 'someone/something',
      'https://github.com/someone/something': 'https://github.com/someone/something',
      'https://example.test/a.tgz': 'https://example.test/a.tgz',
      'git+ssh://git@example.test/a.git': 'git+ssh://git@example.test/a.git',
      '--force': '--force',
    }
    expect(prepare('plugins:install', ...Object.keys(cases))).to.deep.equal(Object.values(cases))
  })

  it('says what is missing before npm is asked', () => {
    mkdirSync(join(home(), 'empty'))
    const told = (word: string) => {
      try {
        return prepare('plugins:install', word)
      } catch (error) {
        return (error as Error).message
      }
    }
    const folder = writeStranger(join(home(), '50% off'), 'acme')
    expect(['./gone.tgz', './empty', './50% off'].map(told)).to.deep.equal([
      `There is no ${home()}/gone.tgz.`,
      `${home()}/empty is no plugin: it has no package.json.`,
      `${folder} cannot be installed from: npm reads the "%" in its path as an escape.`,
    ])
    expect(prepare('plugins:link', './50% off')).to.deep.equal([folder, '--no-install'])
  })

  it('leaves the dependencies of a linked folder to its owner, unless there is a lock file', () => {
    const folder = writeStranger(join(home(), 'a'), 'acme')
    expect(prepare('plugins:link', 'a')).to.deep.equal([folder, '--no-install'])
    expect(prepare('plugins:link', './a', '--install')).to.deep.equal([folder, '--install'])
    writeFileSync(join(folder, 'package-lock.json'), '{}')
    expect(prepare('plugins:link', 'a')).to.deep.equal([folder])
  })

  it('has nothing to do with other commands', () => {
    expect(prepare('version', './gone.tgz')).to.equal(undefined)
  })

  it('leaves what the user set for npm, however it is spelt', () => {
    const set = npmEnvironment({NPM_CONFIG_IGNORE_SCRIPTS: 'false', npm_config_fetch_retries: '4'}, true)
    expect(Object.keys(set)).not.to.include.members(['npm_config_ignore_scripts', 'npm_config_fetch_retries'])
    expect(set.npm_config_install_links).to.equal('true')
  })

  it('has npm trust the authorities that ccs trusts', () => {
    const trusted = (env: Readonly<Record<string, string>>) => npmEnvironment(env, true).NODE_EXTRA_CA_CERTS
    expect(trusted({SSL_CERT_FILE: '/own.pem'})).to.equal('/own.pem')
    expect(trusted({SSL_CERT_FILE: '/own.pem', NODE_EXTRA_CA_CERTS: '/more.pem'})).to.equal(undefined)
    expect(trusted({})).to.equal(undefined)
  })

  it('copies folders that are installed, and leaves linked ones as their owner has them', () => {
    const folder = writeStranger(join(home(), 'a'), 'acme')
    const place = {cwd: home(), env: {}}
    const copies = ['plugins:install', 'plugins:link', 'plugins:update'].map(
      (command) => prepareInstall(command, [folder], place)?.env.npm_config_install_links,
    )
    expect(copies).to.deep.equal(['true', undefined, 'true'])
  })
})

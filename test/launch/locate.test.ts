import {chmodSync, mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import type {CcsError} from '../../src/errors/ccs-error.js'
import {locate} from '../../src/launch/locate.js'
import {throughShim} from '../../src/launch/windows-shim.js'
import {useHome} from '../home.js'

describe('locate', () => {
  const {home} = useHome()
  const place = (name: string, mode = 0o755): string => {
    const file = join(home(), name)
    mkdirSync(join(file, '..'), {recursive: true})
    writeFileSync(file, '')
    chmodSync(file, mode)
    return file
  }
  const runtime = () => ({
    title: 'Acme Code',
    location: {
      variable: 'CCS_ACME_PATH',
      names: ['acme', 'acme-code'],
      alsoAt: [join(home(), 'usual', 'acme')],
      install: 'npm install -g acme',
    },
  })
  const path = (): string => `${join(home(), 'a')}:${join(home(), 'b')}`
  const failure = (env: Record<string, string>): CcsError => {
    try {
      return expect.fail(locate(runtime(), env))
    } catch (error) {
      return error as CcsError
    }
  }

  it('takes the first name in the first folder that can be run', () => {
    place('a/acme', 0o644)
    const second = place('b/acme')
    place('a/acme-code')
    expect(locate(runtime(), {PATH: path()})).to.equal(second)
  })

  it('takes the variable over PATH', () => {
    place('a/acme')
    const named = place('elsewhere/acme')
    expect(locate(runtime(), {PATH: path(), CCS_ACME_PATH: named})).to.equal(named)
  })

  it('takes a name in the variable that begins where the user stands', () => {
    const named = place('tools/acme')
    const found = (name: string) => locate(runtime(), {PATH: '', CCS_ACME_PATH: name}, join(home(), 'tools'))
    expect([found('./acme'), found('acme'), found('../tools/acme')]).to.deep.equal([named, named, named])
  })

  it('looks at the usual places after PATH', () => {
    const usual = place('usual/acme')
    expect(locate(runtime(), {PATH: path()})).to.equal(usual)
    expect(locate(runtime(), {PATH: path(), CCS_ACME_PATH: ''})).to.equal(usual)
  })

  it('says in one sentence what was searched, and how to install it', () => {
    expect([failure({PATH: path()}).exit, failure({PATH: path()}).toJSON()]).to.deep.equal([
      127,
      {
        error: {
          code: 'runtime_not_installed',
          message: `Acme Code is not installed: there is no acme or acme-code on PATH (${path()}), nor at ${join(home(), 'usual', 'acme')}.`,
          hint: 'Install it:',
          command: 'npm install -g acme',
        },
      },
    ])
  })

  it('names the variable that points nowhere', () => {
    expect(failure({PATH: path(), CCS_ACME_PATH: '/nowhere'}).message).to.equal(
      'CCS_ACME_PATH names /nowhere, which is no file that can be run.',
    )
  })
})

describe('windows shims', () => {
  const {home} = useHome()
  const shim = (line: string): string => {
    const file = join(home(), 'acme.cmd')
    writeFileSync(file, `@ECHO off\r\nSETLOCAL\r\n${line} %*\r\n`)
    return file
  }
  const write = (name: string): string => {
    mkdirSync(join(home(), 'node_modules', 'acme'), {recursive: true})
    writeFileSync(join(home(), 'node_modules', 'acme', name), '')
    return join(home(), 'node_modules', 'acme', name)
  }

  it('runs the script that a shim starts, without a shell', () => {
    const script = write('cli.js')
    const file = shim('"%_prog%"  "%dp0%\\node_modules\\acme\\cli.js"')
    expect(throughShim(file, ['a & b', '%x%'], 'node')).to.deep.equal({command: 'node', args: [script, 'a & b', '%x%']})
  })

  it('runs the program that a shim wraps', () => {
    const program = write('acme.exe')
    expect(throughShim(shim('"%~dp0\\node_modules\\acme\\acme.exe"'), ['x'])).to.deep.equal({
      command: program,
      args: ['x'],
    })
  })

  it('leaves other commands alone', () => {
    expect(throughShim('/usr/bin/acme', ['x'])).to.deep.equal({command: '/usr/bin/acme', args: ['x']})
  })
})

import {expect} from 'chai'
import {shellOf, writeExports} from '../../src/exports/write-exports.js'
import {startProcess} from '../fakes/run-process.js'

const NASTY = {
  PLAIN: 'gpt-5.4@sonnet',
  QUOTES: `it's "so" \`so\``,
  SIGNS: '$HOME $(id) !! \\ \\n % ; & | < > * ? ~ #',
  LINES: 'one\ntwo\r\n\ttabbed',
  WORDS: '‘typographic’ ünïcode 🦊 \u202E',
  EMPTY: '',
}

describe('exports', () => {
  it('mean in bash what was meant', async () => {
    const names = Object.keys(NASTY)
    const script = `${writeExports(NASTY, 'bash').join('\n')}\nenv -0`
    const {code, stdout, stderr} = await startProcess('bash', ['--noprofile', '--norc', '-c', 'eval "$0"', script], {
      env: {PATH: process.env.PATH, HOME: '/nowhere'},
    }).ended
    const seen = Object.fromEntries(
      stdout.split('\0').map((line) => [line.split('=', 1)[0], line.replace(/^\w+=/, '')]),
    )
    expect({code, stderr, seen: Object.fromEntries(names.map((name) => [name, seen[name]]))}).to.deep.equal({
      code: 0,
      stderr: '',
      seen: NASTY,
    })
  })

  it('follow the rules of each shell', () => {
    const value = {A: `a'b\\c’d$e`}
    expect(writeExports(value, 'zsh')).to.deep.equal([`export A='a'\\''b\\c’d$e'`])
    expect(writeExports(value, 'fish')).to.deep.equal([`set -gx A 'a\\'b\\\\c’d$e'`])
    expect(writeExports(value, 'powershell')).to.deep.equal([`$env:A = 'a''b\\c’’d$e'`])
  })

  it('are for the shell that the environment names', () => {
    expect(shellOf({SHELL: '/usr/bin/fish'}, 'linux')).to.equal('fish')
    expect(shellOf({SHELL: '/bin/zsh'}, 'darwin')).to.equal('zsh')
    expect(shellOf({SHELL: '/bin/dash'}, 'linux')).to.equal('bash')
    expect(shellOf({}, 'win32')).to.equal('powershell')
    expect(shellOf({SHELL: '/usr/bin/bash'}, 'win32')).to.equal('bash')
  })
})

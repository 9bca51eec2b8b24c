import {chmodSync, readdirSync, readFileSync, utimesSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {probeOf} from '../../src/launch/probe.js'
import {useHome} from '../home.js'

describe('probe of a binary', () => {
  const {home} = useHome()
  const binary = () => join(home(), 'tool')
  const probe = (args = ['say']) => probeOf(binary(), {args}, {env: process.env, folder: join(home(), 'kept')})
  const write = (body: string) => {
    writeFileSync(binary(), `#!/bin/sh\necho x >> ${home()}/calls\n${body}\n`)
    chmodSync(binary(), 0o755)
  }

  it('starts it once, in a home of its own, and again only when it changed', async () => {
    write('echo "$1 $HOME"')
    const expected = `say ${join(home(), 'kept')}\n`
    expect([await probe().output(), await probe().output()]).to.deep.equal([expected, expected])
    expect(readFileSync(join(home(), 'calls'), 'utf8')).to.equal('x\n')
    const {stamp} = probe()
    utimesSync(binary(), 1, 1)
    expect(probe().stamp).not.to.equal(stamp)
    await probe().output()
    expect(readFileSync(join(home(), 'calls'), 'utf8')).to.equal('x\nx\n')
  })

  it('has no answer from a binary that fails, and asks it again when it changed or a day has passed', async () => {
    write('exit 3')
    const twice = async () => [await probe().output(), await probe().output()]
    const calls = () => readFileSync(join(home(), 'calls'), 'utf8')
    expect([await twice(), calls()]).to.deep.equal([[undefined, undefined], 'x\n'])
    const kept = readdirSync(join(home(), 'kept')).map((name) => join(home(), 'kept', name))
    expect(kept).to.deep.equal([join(home(), 'kept', `probe-${probe().stamp}.txt`)])
    for (const file of kept) utimesSync(file, 1, 1)
    expect([await twice(), calls()]).to.deep.equal([[undefined, undefined], 'x\nx\n'])
    utimesSync(binary(), 1, 1)
    expect([await twice(), calls()]).to.deep.equal([[undefined, undefined], 'x\nx\nx\n'])
  })

  it('asks outside of the session that ccs was typed in', async () => {
    write('echo "$CLAUDECODE$CODEX_THREAD_ID$MINE"')
    const env = {...process.env, CLAUDECODE: '1', CODEX_THREAD_ID: 'outer', MINE: 'mine'}
    const {output} = probeOf(binary(), {args: []}, {env, folder: join(home(), 'kept')})
    expect(await output()).to.equal('mine\n')
  })

  it('does not let a binary wait for what nobody will type', async () => {
    write('cat; echo "$1"')
    expect(await probe().output()).to.equal('say\n')
  })
})

import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setImmediate as nextTurn} from 'node:timers/promises'
import {expect} from 'chai'
import {lookOnce, stampOfFile} from '../../src/files/stamp.js'

describe('stamps', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ccs-stamp-'))
  })
  afterEach(() => rmSync(folder, {recursive: true}))

  it('show a file as it is now, whoever looked before', () => {
    const file = join(folder, 'a')
    expect(stampOfFile(file)).to.equal('')
    writeFileSync(file, 'x')
    expect(stampOfFile(file)).to.match(/^[\d.]+:1:\d+$/)
  })

  it('stay the same for the promises of a turn in which one look is enough, and no longer', async () => {
    const file = join(folder, 'a')
    await Promise.resolve()
    lookOnce()
    expect(stampOfFile(file)).to.equal('')
    writeFileSync(file, 'x')
    await Promise.resolve()
    expect(stampOfFile(file)).to.equal('')
    await nextTurn()
    expect(stampOfFile(file)).to.match(/^[\d.]+:1:\d+$/)
  })
})

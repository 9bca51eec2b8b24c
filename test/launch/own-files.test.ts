import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {writeOwnFiles} from '../../src/launch/own-files.js'
import {useHome} from '../home.js'

describe('own files of a start', () => {
  const {home} = useHome()

  it('are there before it, private, and gone after it unless the next starts want them', async () => {
    const folder = join(home(), 'runtimes', 'x')
    const passing = join(folder, 'session-0123456789abcdef.json')
    const kept = join(folder, 'models-0123456789abcdef.json')
    const remove = await writeOwnFiles(
      [
        {file: passing, text: 'a', afterwards: 'remove'},
        {file: kept, text: 'b', afterwards: 'keep'},
      ],
      folder,
    )
    expect(readdirSync(folder)).to.include(`session-0123456789abcdef.json.${process.pid}.held`)
    expect([passing, kept].map((file) => readFileSync(file, 'utf8'))).to.deep.equal(['a', 'b'])
    expect([passing, kept, folder].map((file) => statSync(file).mode & 0o777)).to.deep.equal([0o600, 0o600, 0o700])
    await remove()
    expect(readdirSync(folder)).to.deep.equal(['models-0123456789abcdef.json'])
  })

  it('that are passing go with the last start that needs them, or with the first after one that was killed', async () => {
    const [shared, alone] = ['session-0123456789abcdef.json', 'session-fedcba9876543210.json']
    const file = (name: string) => ({file: join(home(), name), text: 'x', afterwards: 'remove' as const})
    const removeBoth = await writeOwnFiles([file(shared), file(alone)], home())
    const [neighbour, killed] = [process.ppid, 2 ** 22 + 1]
    writeFileSync(join(home(), `${shared}.${neighbour}.held`), `${neighbour}:`)
    writeFileSync(join(home(), `${shared}.${killed}.held`), `${killed}:1`)
    writeFileSync(join(home(), 'session-00000000deadbeef.json'), 'x')
    writeFileSync(join(home(), `session-00000000deadbeef.json.${killed}.held`), `${killed}:1`)
    const removeNone = await writeOwnFiles([], home())
    await removeBoth()
    await removeNone()
    expect(readdirSync(home()).sort()).to.deep.equal([shared, `${shared}.${neighbour}.held`])
  })

  it('of starts long gone are swept, and nothing else', async () => {
    mkdirSync(join(home(), 'x'))
    const old = (name: string) => {
      writeFileSync(join(home(), 'x', name), '')
      utimesSync(join(home(), 'x', name), 0, 0)
    }
    for (const name of ['session-0123456789abcdef.json', 'probe-0123456789abcdef.txt', 'edits.json', 'notes.txt'])
      old(name)
    const file = join(home(), 'x', 'models-fedcba9876543210.json')
    await writeOwnFiles([{file, text: '', afterwards: 'keep'}], join(home(), 'x'))
    expect(readdirSync(join(home(), 'x')).sort()).to.deep.equal([
      'edits.json',
      'models-fedcba9876543210.json',
      'notes.txt',
    ])
    expect(existsSync(file)).to.equal(true)
  })
})

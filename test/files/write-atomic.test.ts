import {readdirSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect} from 'chai'
import {startProcess} from '../fakes/run-process.js'
import {useHome} from '../home.js'

const LEAVER = fileURLToPath(new URL('write-and-leave.ts', import.meta.url))

describe('writing a file in one step', () => {
  const {home} = useHome()

  it('is finished before a process ends itself', async () => {
    const file = join(home(), 'large')
    const {code} = await startProcess(process.execPath, ['--import', 'tsx', LEAVER, file], {env: process.env}).ended
    expect([code, readdirSync(home()), statSync(file).size]).to.deep.equal([0, ['large'], 32 * 1024 * 1024])
  })
})

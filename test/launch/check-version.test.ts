import {chmodSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import type {CcsError} from '../../src/errors/ccs-error.js'
import {checkVersion} from '../../src/launch/check-version.js'
import {useHome} from '../home.js'

describe('the version of a runtime', () => {
  const {home} = useHome()
  const binary = () => join(home(), 'acme')
  const check = (needs: string | undefined, says: string) => {
    writeFileSync(binary(), `#!/bin/sh\necho x >> ${home()}/calls\n${says}\n`)
    chmodSync(binary(), 0o755)
    const place = {env: process.env, folder: join(home(), 'kept')}
    return checkVersion({title: 'Acme Code', needs, install: 'npm install -g acme'}, binary(), place).then(
      () => undefined,
      (error: CcsError) => ({...error.toJSON().error, exit: error.exit}),
    )
  }

  it('is refused when it is too old, with what to do', async () => {
    expect(await check('0.29.0', 'echo acme-cli 0.9.12')).to.deep.equal({
      code: 'runtime_too_old',
      message: `Acme Code 0.9.12 at ${binary()} is too old: ccs needs 0.29.0 or newer.`,
      hint: 'Update it:',
      command: 'npm install -g acme',
      exit: 127,
    })
  })

  for (const [what, says] of [
    ['just new enough', 'echo 0.29.0'],
    ['newer', 'echo acme 0.169.0-beta.1'],
    ['unknown', 'exit 1'],
    ['no number', 'echo latest'],
  ] as const) {
    it(`is let through when it is ${what}`, async () => {
      expect(await check('0.29.0', says)).to.equal(undefined)
    })
  }

  it('is asked once for each binary, and not where nothing is needed', async () => {
    await check('1.0.0', 'echo 1.0.0')
    expect(await check(undefined, 'echo 0.0.1')).to.equal(undefined)
    expect(readFileSync(join(home(), 'calls'), 'utf8')).to.equal('x\n')
  })
})

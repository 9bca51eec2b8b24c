import {execFileSync, spawnSync} from 'node:child_process'
import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect} from 'chai'
import {useHome} from '../home.js'

const SCRIPT = fileURLToPath(new URL('../../scripts/check-style.mjs', import.meta.url))

const FAULTS: readonly (readonly [what: string, file: string, text: string, fault: string])[] = [
  [
    'a plugin in the host',
    'src/proxy/a.ts',
    "import x from '@ccs/provider-codex'",
    'the host imports the plugin @ccs/provider-codex',
  ],
  [
    'a folder of a plugin in the host',
    'src/a.ts',
    "const x = await import('../plugins/x/src/x.js')",
    'the host imports the plugin ../plugins/x/src/x.js',
  ],
  [
    "oclif's index",
    'src/commands/a.ts',
    "import {Command} from '@oclif/core'",
    'imports the index of @oclif/core; name its subpath',
  ],
  [
    'the proxy in a protocol',
    'src/protocols/a.ts',
    "import x from '../proxy/server.js'",
    'protocols/ may not import proxy/',
  ],
  ['files in a protocol', 'src/protocols/x/a.ts', "import fs from 'node:fs'", 'protocols/ is pure, no node:fs'],
  [
    'anything in the contract',
    'src/contract/a.ts',
    "import type {X} from '../models/x.js'",
    'contract/ may not import models/',
  ],
  [
    'the host in a plugin',
    'plugins/p/src/a.ts',
    "import x from '../../../src/x.js'",
    'a plugin imports ../../../src/x.js outside itself',
  ],
  ['a suppression', 'src/a.ts', `// @ts-${'ignore'}`, 'suppresses a check'],
  ['a promise', 'src/a.ts', `// TO${'DO'} later`, 'promises work for later'],
  ['a long file', 'src/a.ts', 'x\n'.repeat(301), '301 lines; split it by reason (limit 300)'],
]

const FINE: readonly (readonly [file: string, text: string])[] = [
  ['src/protocols/x/a.ts', "import type {Turn} from '../../contract/index.js'\nimport {b} from '../b.js'"],
  ['src/commands/a.ts', "import {Command} from '@oclif/core/command'"],
  ['plugins/p/src/a.ts', "import type {Launch} from 'ccs/plugin'\nimport {b} from './b/b.js'"],
]

describe('the house rules', () => {
  const {home} = useHome()
  const check = (file: string, text: string) => {
    mkdirSync(dirname(join(home(), file)), {recursive: true})
    writeFileSync(join(home(), file), text)
    execFileSync('git', ['init', '-q'], {cwd: home()})
    const {status, stderr} = spawnSync(process.execPath, [SCRIPT], {cwd: home(), encoding: 'utf8'})
    return [status, stderr]
  }

  for (const [what, file, text, fault] of FAULTS) {
    it(`find ${what}`, () => expect(check(file, text)).to.deep.equal([1, `${file}: ${fault}\n`]))
  }

  it('let everything else be', () => {
    for (const [file, text] of FINE) expect(check(file, text), file).to.deep.equal([0, ''])
  })
})

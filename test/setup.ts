import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

// Tests never see the user's home, and run what ships: oclif must not look for TypeScript sources.
const home = mkdtempSync(join(tmpdir(), 'ccs-test-'))
process.env.HOME = home
process.env.XDG_CONFIG_HOME = join(home, '.config')
process.env.XDG_DATA_HOME = join(home, '.local', 'share')
process.env.XDG_CACHE_HOME = join(home, '.cache')
for (const name of Object.keys(process.env))
  if (/^(CCS|ANTHROPIC|CLAUDE|OPENAI|CODEX|FACTORY)/.test(name)) delete process.env[name]
;(globalThis as {oclif?: unknown}).oclif = {enableAutoTranspile: false}
process.on('exit', () => rmSync(home, {recursive: true, force: true}))

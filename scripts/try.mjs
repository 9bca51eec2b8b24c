// npm run try [-- "my prompt"]: builds ccs and lets the real Claude Code talk to a local stand-in for OpenAI.
import {spawnSync} from 'node:child_process'
import {fileURLToPath} from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
console.error('Building ccs')
const built = run('npm', ['run', '--silent', 'build'])
process.exitCode =
  built === 0 ? run(process.execPath, ['--import', 'tsx', 'test/try/main.ts', ...process.argv.slice(2)]) : built

function run(command, args) {
  const {status, error} = spawnSync(command, args, {cwd: root, stdio: ['inherit', 'inherit', 'inherit']})
  if (error) console.error(error.message)
  return status ?? 1
}

import {join} from 'node:path'
import type {Launch, Plan, RuntimeHook} from 'ccs/plugin'
import {choosesEffort} from './chosen-effort.js'
import {launchEnv} from './launch-env.js'

/** Claude Code, told by its environment alone where to go: no file of the user is touched, no argument is added. */
const hook: RuntimeHook = ({kit}) => ({
  contract: 1,
  id: 'claude',
  title: 'Claude Code',
  speaks: 'anthropic-messages',
  aliases: ['claude-code'],
  tested: {oldest: '2.1.197', newest: '2.1.332'},
  assumedEffort: 'high',
  choosesEffort: (launch) => choosesEffort(launch, kit.files),
  locate: (env) => ({
    variable: 'CCS_CLAUDE_PATH',
    names: ['claude'],
    alsoAt: env.HOME ? [join(env.HOME, '.local', 'bin', 'claude'), join(env.HOME, '.claude', 'local', 'claude')] : [],
    install: 'npm install -g @anthropic-ai/claude-code',
  }),
  plan,
})

export default hook

function plan(launch: Launch): Plan {
  return {command: launch.binary, args: argumentsOf(launch), env: launchEnv(launch), edits: [], notes: []}
}

/** `-p --output-format stream-json` is refused without Claude Code's own `--verbose`, a word that ccs takes for itself. */
function argumentsOf({args, verbose}: Launch): readonly string[] {
  const streams = args.some(
    (arg, index) =>
      arg === '--output-format=stream-json' || (arg === 'stream-json' && args[index - 1] === '--output-format'),
  )
  return verbose && streams ? ['--verbose', ...args] : args
}

import {join, resolve} from 'node:path'
import type {Files, Launch} from 'ccs/plugin'

export type Seen = Pick<Launch, 'args' | 'cwd' | 'env' | 'home' | 'settingsEnv'>

/** What Claude Code takes for a level; it passes over any other word. */
const LEVEL = /^(low|medium|high|xhigh|max)$/
/** Beats the flag and the settings. */
const VARIABLE = 'CLAUDE_CODE_EFFORT_LEVEL'

/**
 * Whether an effort was chosen where a start can see it: in the environment, among the arguments, or as `effortLevel` in
 * a settings file, where `/effort` leaves it. What cannot be read chooses none.
 */
export async function choosesEffort(seen: Seen, files: Files): Promise<boolean> {
  const {args, env, settingsEnv} = seen
  const named = [settingsEnv[VARIABLE], env[VARIABLE], wordOf('--effort', args)]
  if (named.some(isLevel)) return true
  const settings = await Promise.all(settingsOf(seen).map((one) => readSettings(one, files)))
  return settings.some(({effortLevel, env: variables}) => isLevel(effortLevel) || isLevel(fields(variables)[VARIABLE]))
}

function isLevel(value: unknown): boolean {
  return typeof value === 'string' && LEVEL.test(value)
}

/** The last one counts. */
function wordOf(flag: string, args: readonly string[]): string | undefined {
  const at = args.findLastIndex((arg) => arg === flag || arg.startsWith(`${flag}=`))
  return args[at] === flag ? args[at + 1] : args[at]?.slice(flag.length + 1)
}

/** Files, or the JSON itself, which `--settings` takes too. */
function settingsOf({args, cwd, env, home}: Seen): readonly string[] {
  const told = wordOf('--settings', args)
  return [
    join(env.CLAUDE_CONFIG_DIR || join(home, '.claude'), 'settings.json'),
    join(cwd, '.claude', 'settings.json'),
    join(cwd, '.claude', 'settings.local.json'),
    ...(told === undefined ? [] : [told.trimStart().startsWith('{') ? told : resolve(cwd, told)]),
  ]
}

async function readSettings(source: string, files: Files): Promise<Readonly<Record<string, unknown>>> {
  try {
    return fields(JSON.parse(source.trimStart().startsWith('{') ? source : ((await files.read(source)) ?? '{}')))
  } catch {
    return {}
  }
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}

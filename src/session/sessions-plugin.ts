import {Command} from '@oclif/core/command'
import * as Flags from '@oclif/core/flags'
import type {Config} from '@oclif/core/interfaces'
import {OWN_FLAGS} from './own-flags.js'

/** A profile as oclif's help, completion and "did you mean" should know it. */
export interface SessionProfile {
  readonly name: string
  readonly summary: string
}

/** The plugin that exists in memory only. */
export const SESSIONS = '@ccs/sessions'

/** For oclif in this process; what a session starts does not inherit it. */
export const OCLIF_SILENCE = 'OCLIF_DISABLE_LINKED_ESM_WARNING'

/**
 * Puts a command for each profile into oclif's list, in memory; what is a command or a topic of ours already stays that. A
 * stranger's of that name is taken out, with all below it: oclif would let it in, and read a prompt as its subcommand.
 */
export function addSessions(config: Config, profiles: readonly SessionProfile[]): void {
  const plugins = [...config.plugins.values()]
  const taken = new Set(plugins.filter((plugin) => !isStranger(plugin)).flatMap(wordsOf))
  const free = profiles.filter(({name}) => !taken.has(name))
  const names = new Set(free.map(({name}) => name))
  for (const each of plugins.filter(isStranger)) {
    const {commands, topics} = each
    each.commands = commands.filter(({id}) => !names.has(firstOf(id)))
    Object.defineProperty(each, 'topics', {value: topics.filter(({name}) => !names.has(firstOf(name)))})
  }
  const commands = free.map((profile) => loadable(profile))
  const plugin = {
    _base: '',
    alias: SESSIONS,
    name: SESSIONS,
    moduleType: 'module',
    type: 'core',
    root: config.root,
    version: config.version,
    valid: true,
    isRoot: false,
    hasManifest: true,
    hooks: {},
    topics: [],
    pjson: {name: SESSIONS, version: config.version, oclif: {}},
    options: {root: config.root},
    commands,
    commandIDs: free.map(({name}) => name),
    commandsDir: undefined,
    findCommand: async (id: string) => commands.find((command) => command.id === id)?.load(),
    load: async () => undefined,
  }
  config.plugins.set(SESSIONS, plugin as never)
}

type Plugin = Parameters<Config['plugins']['set']>[1]

function isStranger({type}: Plugin): boolean {
  return type === 'user' || type === 'link'
}

/** First words of a plugin's commands, their aliases and its topics. */
function wordsOf({commands, topics}: Plugin): readonly string[] {
  return [...commands.flatMap(({id, aliases}) => [id, ...aliases]), ...topics.map(({name}) => name)].map(firstOf)
}

function firstOf(id: string): string {
  return id.split(':', 1)[0] ?? id
}

function loadable(profile: SessionProfile): Command.Loadable {
  const session = classFor(profile)
  return {
    id: profile.name,
    aliases: [],
    args: {},
    flags: session.flags as never,
    hidden: false,
    hiddenAliases: [],
    strict: false,
    summary: profile.summary,
    description: session.description,
    usage: session.usage,
    examples: session.examples,
    pluginName: SESSIONS,
    pluginAlias: SESSIONS,
    pluginType: 'core',
    hasDynamicHelp: false,
    load: async () => session,
  } as never
}

function classFor({name, summary}: SessionProfile) {
  class Session extends Command {
    static override readonly id = name
    static override readonly summary = summary
    static override readonly description =
      'Every flag and word that ccs does not know reaches the runtime untouched and in order; after -- all of them do.'
    static override readonly usage = `${name} [PROMPT] [FLAGS]`
    static override readonly strict = false
    static override readonly flags = helpFlags()
    static override readonly examples = [
      `<%= config.bin %> ${name} "explain this code"`,
      `<%= config.bin %> ${name} --effort high -p "review this change" --output-format json`,
      `<%= config.bin %> ${name} --accounts`,
    ]

    /** The flags are declared for help only: oclif's parser cannot pass others through in order. */
    async run(): Promise<void> {
      this.parsed = true
      delete process.env[OCLIF_SILENCE]
      const {runSession} = await import('./run-session.js')
      process.exitCode = await runSession([name, ...this.argv])
    }

    protected override async catch(error: Error): Promise<void> {
      throw error
    }
  }
  return Session
}

const GROUPS = {session: 'SESSION', account: 'ACCOUNT'} as const

/** With their names: oclif gives those to the flags of a class itself, and completion is written from them. */
function helpFlags() {
  return Object.fromEntries(
    OWN_FLAGS.map(({name, value, placeholder, summary, group}) => {
      const shared = {name, summary, helpGroup: GROUPS[group]}
      return [name, value === 'none' ? Flags.boolean(shared) : Flags.string({...shared, helpValue: `<${placeholder}>`})]
    }),
  )
}

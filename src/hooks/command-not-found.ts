import {pathsOf} from '../config/paths.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {suggest} from '../models/suggest.js'
import {readVariants} from '../profiles/variants.js'
import {profileNames} from '../session/profile-names.js'

interface NotFound {
  readonly id: string
  readonly config: {readonly commandIDs: readonly string[]; readonly topics: readonly {readonly name: string}[]}
}

/** "Did you mean": only the first word is sure, oclif has joined the others to it. */
export default async function commandNotFound({id, config}: NotFound): Promise<never> {
  const [word = id] = id.split(':', 1)
  const topic = config.topics.some(({name}) => name === word)
  const commands = [...new Set([...config.commandIDs, ...config.topics.map(({name}) => name)])]
  const paths = pathsOf(process.env)
  // The word may name a variant in a file that cannot be read: that is told instead.
  await readVariants(paths)
  const profiles = await profileNames(process.env, paths)
  const known = topic
    ? commands.filter((each) => each.startsWith(`${word}:`))
    : [...new Set([...commands.map((each) => each.split(':', 1)[0] ?? each), ...profiles])]
  const [near] = word.startsWith('-') ? [] : suggest(topic ? id : word, known)
  const written = (topic ? id : word).replaceAll(':', ' ')
  throw new CcsError(`ccs has no command or profile "${written}".`, {
    code: 'unknown_command',
    exit: EXIT.usage,
    hint: near === undefined ? hintOn(written) : 'Did you mean this?',
    command: `ccs ${near?.replaceAll(':', ' ') ?? '--help'}`,
  })
}

function hintOn(written: string): string {
  return written.startsWith('-')
    ? `Flags follow a command or a profile: ccs codex ${written}`
    : `A prompt follows a profile: ccs codex "${written}"`
}

import type {RuntimePlugin} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {type Host, listContributions, loadRuntime} from '../registry/contributions.js'

/** `--target`, or an alias's, else the variant's, else the provider's default. */
export async function resolveTarget(wishes: readonly (string | undefined)[], host: Host): Promise<RuntimePlugin> {
  const word = wishes.find((wish) => wish !== undefined) ?? ''
  const runtimes = (await listContributions(host)).filter(({kind}) => kind === 'runtime')
  if (runtimes.some(({id}) => id === word)) return loadRuntime(word, host)
  const careful = await carefully(host)
  for (const {id} of runtimes) {
    const runtime = await loadRuntime(id, careful).catch(() => undefined)
    if (runtime?.aliases.includes(word)) return runtime
  }
  throw new CcsError(`There is no runtime "${word}".`, {
    code: 'unknown_runtime',
    exit: EXIT.usage,
    hint: `Installed: ${runtimes.map(({id}) => id).join(', ') || 'none'}.`,
    command: 'ccs targets',
  })
}

/** Every word that names a runtime: all ids first, then the further words of those that can be loaded. */
export async function targetWords(host: Host): Promise<readonly string[]> {
  const ids = (await listContributions(host)).filter(({kind}) => kind === 'runtime').map(({id}) => id)
  const careful = await carefully(host)
  const loaded = await Promise.all(ids.map((id) => loadRuntime(id, careful).catch(() => undefined)))
  return [...ids, ...loaded.flatMap((runtime) => runtime?.aliases ?? [])]
}

/** Only its plugin knows a further word: one that hangs or ends the process must not decide about those of the others. */
async function carefully(host: Host): Promise<Host> {
  const {askFirst} = await import('../registry/ask-first.js')
  return askFirst(host)
}

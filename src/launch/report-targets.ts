import type {Location, RuntimePlugin} from '../contract/index.js'
import type {HostContext} from '../host/host-context.js'
import {askFirst} from '../registry/ask-first.js'
import {type Contribution, listContributions, loadRuntime} from '../registry/contributions.js'
import {ALIASES} from '../session/aliases.js'
import {locate} from './locate.js'
import {askVersion, compareVersions} from './versions.js'

/** One runtime: where it lies, which version it is, and which ones ccs was tested with. */
export interface TargetReport {
  readonly id: string
  readonly title: string
  /** Further words for `--target`. */
  readonly aliases: readonly string[]
  /** Names of ccs itself that start it. */
  readonly commands: readonly string[]
  readonly plugin: string
  readonly binary: string | null
  readonly version: string | null
  readonly tested: {readonly oldest: string; readonly newest: string} | null
  readonly fit: Fit | null
  readonly install: string | null
  /** Why it cannot be started although it is there. */
  readonly problem: string | null
}

/** How a version lies to those that were tested. */
export type Fit = 'tested' | 'newer' | 'older'

/** Binaries are asked for their version once, and again when they changed. */
export async function reportTargets(host: HostContext): Promise<readonly TargetReport[]> {
  const runtimes = (await listContributions(host)).filter(({kind}) => kind === 'runtime')
  const asking = askFirst(host)
  const reports = await Promise.all(runtimes.map((one) => reportTarget(one, asking)))
  return reports.map((report) => ({
    ...report,
    aliases: report.aliases.filter((word) => leadsTo(word, reports) === report),
  }))
}

/** As `--target` takes a word: an id before any further word, then the first that has it. */
function leadsTo(word: string, reports: readonly TargetReport[]): TargetReport | undefined {
  return reports.find(({id}) => id === word) ?? reports.find(({aliases}) => aliases.includes(word))
}

export function fitOf(version: string, tested: NonNullable<RuntimePlugin['tested']>): Fit {
  if (compareVersions(version, tested.newest) > 0) return 'newer'
  return compareVersions(version, tested.oldest) < 0 ? 'older' : 'tested'
}

async function reportTarget({id, plugin}: Contribution, host: HostContext): Promise<TargetReport> {
  const commands = Object.keys(ALIASES).filter((name) => ALIASES[name]?.target === id)
  const known = {id, title: id, aliases: [], commands, plugin, tested: null, install: null, ...NOWHERE}
  try {
    const runtime = await loadRuntime(id, host)
    const {title, aliases, tested = null, needs} = runtime
    const location = runtime.locate(host.env)
    const found = await findIt({id, title, tested, needs, location}, host)
    return {...known, title, aliases, tested, install: location.install, ...found}
  } catch (error) {
    return {...known, problem: error instanceof Error ? error.message : String(error)}
  }
}

type Found = Pick<TargetReport, 'binary' | 'version' | 'fit' | 'problem'>

const NOWHERE: Found = {binary: null, version: null, fit: null, problem: null}

/** A binary that is simply not installed is no problem; one that a variable names in vain is. */
async function findIt(
  {
    id,
    title,
    tested,
    needs,
    location,
  }: Pick<TargetReport, 'id' | 'title' | 'tested'> & Pick<RuntimePlugin, 'needs'> & {readonly location: Location},
  {env, paths}: HostContext,
): Promise<Found> {
  let binary: string
  try {
    binary = locate({title, location}, env)
  } catch (error) {
    return env[location.variable] && error instanceof Error ? {...NOWHERE, problem: error.message} : NOWHERE
  }
  const version = await askVersion(binary, {env, folder: paths.runtime(id)})
  if (version === undefined) return {...NOWHERE, binary, problem: 'it does not say its version'}
  const isOld = needs !== undefined && compareVersions(version, needs) < 0
  const problem = isOld ? `it is too old: ccs needs ${needs} or newer` : null
  return {binary, version, fit: tested === null ? null : fitOf(version, tested), problem}
}

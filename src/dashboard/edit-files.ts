import type {DashboardHost} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {withLock} from '../files/lock.js'
import {readText} from '../files/read-json.js'
import {refuseReadOnly} from '../files/refuse-read-only.js'
import {writeAtomic} from '../files/write-atomic.js'
import type {HostContext} from '../host/host-context.js'
import {keepBackup, listBackups, readBackup} from './backups.js'
import type {ChangeType} from './changes.js'
import {checkText, type Verdict} from './check-text.js'
import type {DashboardParts} from './dashboard-parts.js'
import {type EditableFile, editableFiles, findFile} from './editable-files.js'
import {findSecrets} from './find-secrets.js'

type Members = 'files' | 'readFile' | 'writeFile' | 'validateFile' | 'backups' | 'restore'

/** Files as text: each write replaces the version that was seen and leaves a backup of it. */
export function editFiles({host, changes}: DashboardParts): Pick<DashboardHost, Members> {
  const replace = async (file: EditableFile, text: string, before: string | undefined): Promise<void> => {
    await replaceText(file, {text, before}, host)
    for (const type of TOLD) changes.tell(type)
  }
  return {
    async files() {
      return (await editableFiles(host)).map(({scope, title, format}) => ({scope, title, format}))
    },
    async readFile(scope) {
      const {path, format} = await findFile(scope, host)
      const text = (await readText(path)) ?? ''
      return {text, path, secrets: await findSecrets(format, text)}
    },
    async writeFile(scope, text, before) {
      await replace(await findFile(scope, host), text, before)
    },
    async validateFile(scope, text) {
      const file = await findFile(scope, host)
      return examine(file, text, await readText(file.path))
    },
    backups: (scope) => listBackups(host.paths, scope),
    async restore(scope, id) {
      const file = await findFile(scope, host)
      await replace(file, await readBackup(host.paths, scope, id), undefined)
    },
  }
}

/** What may follow from a changed file. */
const TOLD: readonly ChangeType[] = ['settings', 'variant', 'routing', 'codex']

/** `before`: what the file must still say; whatever it says, when absent. */
async function replaceText(
  file: EditableFile,
  {text, before}: {readonly text: string; readonly before: string | undefined},
  {paths, clock}: HostContext,
): Promise<void> {
  await withLock(file.path, async () => {
    const current = (await readText(file.path)) ?? ''
    if (before !== undefined && current !== before) throw changedOutside(file)
    const verdict = await examine(file, text, current)
    if (!verdict.ok) throw invalid(file, verdict)
    if (text === current) return
    await refuseReadOnly(file.path)
    await keepBackup(paths, file.scope, current, clock.now())
    await writeAtomic(file.path, text)
  })
}

async function examine(file: EditableFile, text: string, current: string | undefined): Promise<Verdict> {
  const before = await valueIn(file, current ?? '')
  return checkText(file.format, text, (value) => file.complain(value, before), file.warn)
}

/** Of a file that does not parse, nothing is known. */
async function valueIn({format}: EditableFile, text: string): Promise<unknown> {
  let found: unknown
  await checkText(format, text, (value) => {
    found = value
    return undefined
  })
  return found
}

function changedOutside({path}: EditableFile): CcsError {
  return new CcsError(`${path} was changed meanwhile. Nothing was written.`, {
    code: 'changed_outside',
    exit: EXIT.failed,
    hint: 'Look at both versions and save again.',
  })
}

function invalid({path}: EditableFile, {line, column, message}: Verdict): CcsError {
  return new CcsError(`${path} would not be valid (line ${line}, column ${column}): ${message}`, {
    code: 'invalid_file',
    exit: EXIT.usage,
    hint: 'Nothing was written.',
  })
}

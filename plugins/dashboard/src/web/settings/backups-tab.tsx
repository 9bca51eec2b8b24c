import {fullTime} from '../clock.js'
import {attempt} from '../parts/problem.js'
import {Waiting} from '../parts/waiting.js'
import {useResource} from '../resource.js'
import {call} from '../session.js'
import {FileChoice} from './file-choice.js'

interface Backup {
  readonly id: string
  readonly at: string
  readonly bytes: number
}

/** What each file said before it was changed here. */
export function BackupsTab() {
  return <FileChoice wants={() => true}>{(scope) => <Backups key={scope} scope={scope} />}</FileChoice>
}

function Backups({scope}: {readonly scope: string}) {
  const path = `/api/settings/${encodeURIComponent(scope)}`
  const {data, error, reload} = useResource<{readonly backups: readonly Backup[]}>(`${path}/backups`, ['settings'])
  if (data === undefined) return <Waiting error={error} />
  const restore = (id: string) =>
    void attempt(async () => {
      await call('POST', `${path}/restore`, {id})
      await reload()
    }, 'Restored.')
  if (data.backups.length === 0) return <p class="empty">No change was made here yet.</p>
  return (
    <section aria-labelledby="backups">
      <h2 id="backups">Backups</h2>
      <p class="dim">Restoring keeps a backup of what the file says now. The last twenty are kept.</p>
      <ul class="checks">
        {data.backups.map(({id, at, bytes}) => (
          <li key={id} class="filters">
            <span>
              {fullTime(at)}, {bytes.toLocaleString()} bytes
            </span>
            <button type="button" aria-label={`Restore the version of ${fullTime(at)}`} onClick={() => restore(id)}>
              Restore
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

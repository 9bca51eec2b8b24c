import {useEffect, useId, useState} from 'preact/hooks'
import {fullTime} from '../clock.js'
import {announce} from '../parts/announcer.js'
import {attempt} from '../parts/problem.js'
import {useResource} from '../resource.js'
import {CallError, call} from '../session.js'
import {Diff} from './diff.js'

interface FileEntry {
  readonly scope: string
  readonly title: string
  readonly format: 'json' | 'yaml'
}

/** The files that a person may edit as text; secrets in them stay on the server. */
export function FilesTab() {
  const {data, error} = useResource<{readonly files: readonly FileEntry[]}>('/api/settings', ['variant'])
  const [scope, setScope] = useState<string>()
  const field = useId()
  if (data === undefined) return <p>{error === undefined ? 'Loading…' : error.message}</p>
  const chosen = scope ?? data.files[0]?.scope
  return (
    <>
      <label for={field}>File</label>
      <select id={field} value={chosen} onChange={(event) => setScope(event.currentTarget.value)}>
        {data.files.map((file) => (
          <option key={file.scope} value={file.scope}>
            {file.title}
          </option>
        ))}
      </select>
      {chosen !== undefined && <FileEditor key={chosen} scope={chosen} />}
      {chosen !== undefined && <Backups key={`backups ${chosen}`} scope={chosen} />}
    </>
  )
}

interface Version {
  readonly text: string
  readonly etag: string
}

function FileEditor({scope}: {readonly scope: string}) {
  const path = `/api/settings/${encodeURIComponent(scope)}`
  const file = useResource<{readonly text: string; readonly path: string}>(path, [])
  const [draft, setDraft] = useState<string>()
  const [outside, setOutside] = useState<Version>()
  const base: Version = outside ?? {text: file.data?.text ?? '', etag: file.etag ?? ''}
  const text = draft ?? base.text
  const field = useId()
  if (file.data === undefined) return <p>{file.error === undefined ? 'Loading…' : file.error.message}</p>
  const save = () =>
    void attempt(async () => {
      try {
        await call('PUT', path, {text}, {'if-match': base.etag})
      } catch (error) {
        if (!(error instanceof CallError) || error.status !== 412) throw error
        setOutside({text: String(error.body.current), etag: String(error.body.etag)})
        return announce('The file was changed meanwhile. Both versions are shown.')
      }
      setOutside(undefined)
      setDraft(undefined)
      await file.reload()
      announce('Saved.')
    })
  return (
    <section aria-label="Text of the file">
      <p class="dim">{file.data.path}</p>
      <label class="vh" for={field}>
        Text
      </label>
      <textarea
        id={field}
        rows={Math.min(30, text.split('\n').length + 2)}
        spellcheck={false}
        value={text}
        onInput={(event) => setDraft(event.currentTarget.value)}
      />
      <Validity scope={scope} text={text} />
      {outside !== undefined && (
        <p class="problem">
          The file was changed meanwhile. Left is the file as it is now, right what you wrote; saving again keeps yours.
        </p>
      )}
      {text !== base.text && <Diff before={base.text} after={text} />}
      <div class="actions">
        <button type="button" disabled={text === base.text} onClick={() => setDraft(undefined)}>
          Discard
        </button>
        <button type="button" class="primary" disabled={text === base.text} onClick={save}>
          Save
        </button>
      </div>
    </section>
  )
}

interface Verdict {
  readonly ok: boolean
  readonly line?: number
  readonly column?: number
  readonly message?: string
}

function Validity({scope, text}: {readonly scope: string; readonly text: string}) {
  const [verdict, setVerdict] = useState<Verdict>()
  useEffect(() => {
    const timer = setTimeout(() => {
      void call<Verdict>('POST', `/api/settings/${encodeURIComponent(scope)}/validate`, {text}).then(({body}) =>
        setVerdict(body),
      )
    }, 200)
    return () => clearTimeout(timer)
  }, [scope, text])
  if (verdict === undefined || verdict.ok)
    return <output class="sent">{verdict === undefined ? '' : 'Well-formed'}</output>
  return (
    <output class="sent fault">
      Line {verdict.line}, column {verdict.column}: {verdict.message}
    </output>
  )
}

function Backups({scope}: {readonly scope: string}) {
  const path = `/api/settings/${encodeURIComponent(scope)}`
  const {data, reload} = useResource<{
    readonly backups: readonly {readonly id: string; readonly at: string; readonly bytes: number}[]
  }>(`${path}/backups`, ['settings'])
  if (data === undefined || data.backups.length === 0) return null
  const restore = (id: string) =>
    void attempt(async () => {
      await call('POST', `${path}/restore`, {id})
      await reload()
    }, 'Restored.')
  return (
    <section aria-labelledby="backups">
      <h2 id="backups">Backups</h2>
      <ul>
        {data.backups.map(({id, at, bytes}) => (
          <li key={id}>
            {fullTime(at)}, {bytes} bytes{' '}
            <button type="button" onClick={() => restore(id)}>
              Restore
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

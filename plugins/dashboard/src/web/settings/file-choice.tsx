import type {ComponentChildren} from 'preact'
import {useId, useState} from 'preact/hooks'
import {Waiting} from '../parts/waiting.js'
import {useResource} from '../resource.js'

interface FileEntry {
  readonly scope: string
  readonly title: string
  readonly format: 'json' | 'yaml'
}

interface Props {
  readonly wants: (file: FileEntry) => boolean
  readonly children: (scope: string) => ComponentChildren
}

/** Asks which file is meant; each one is drawn anew. */
export function FileChoice({wants, children}: Props) {
  const {data, error} = useResource<{readonly files: readonly FileEntry[]}>('/api/settings', ['variant', 'settings'])
  const [scope, setScope] = useState<string>()
  const field = useId()
  if (data === undefined) return <Waiting error={error} />
  const files = data.files.filter(wants)
  const chosen = files.find((file) => file.scope === scope) ?? files[0]
  if (chosen === undefined)
    return <p class="empty">There is no such file yet. The first start of a profile writes it.</p>
  return (
    <>
      <span class="field">
        <label for={field}>File</label>
        <select id={field} value={chosen.scope} onChange={(event) => setScope(event.currentTarget.value)}>
          {files.map((file) => (
            <option key={file.scope} value={file.scope}>
              {file.title}
            </option>
          ))}
        </select>
      </span>
      {children(chosen.scope)}
    </>
  )
}

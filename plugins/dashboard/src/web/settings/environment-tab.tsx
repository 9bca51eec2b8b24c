import {useEffect, useId, useState} from 'preact/hooks'
import {FileChoice} from './file-choice.js'
import {type FileDraft, SaveBar, useFileDraft} from './file-draft.js'
import {Validity} from './validity.js'

/** The variables of a settings file, one by one; comments and everything else in the file stay. */
export function EnvironmentTab() {
  return (
    <FileChoice wants={({format}) => format === 'json'}>
      {(scope) => <Environment key={scope} scope={scope} />}
    </FileChoice>
  )
}

type Editor = typeof import('./edit-variables.js')

function Environment({scope}: {readonly scope: string}) {
  const draft = useFileDraft(scope)
  const [editor, setEditor] = useState<Editor>()
  useEffect(() => {
    void import('./edit-variables.js').then((loaded) => setEditor(loaded))
  }, [])
  if (draft instanceof Error) return <p>{draft.message}</p>
  if (draft === undefined || editor === undefined) return <p>Loading…</p>
  const variables = editor.readVariables(draft.text)
  if (variables === undefined) return <p class="problem">The file cannot be read as it is. Mend it under Files.</p>
  const set = (name: string, value: string | undefined) => draft.edit(editor.setVariable(draft.text, name, value))
  return (
    <section aria-label="Variables">
      <p class="dim path">{draft.path}</p>
      <Variables variables={variables} set={set} />
      <NewVariable set={set} />
      <Validity scope={scope} text={draft.text} />
      <SaveBar draft={draft satisfies FileDraft} />
    </section>
  )
}

interface VariablesProps {
  readonly variables: readonly (readonly [name: string, value: string])[]
  readonly set: (name: string, value: string | undefined) => void
}

function Variables({variables, set}: VariablesProps) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Variables and their values">
      <table>
        <thead>
          <tr>
            <th scope="col">Variable</th>
            <th scope="col">Value</th>
            <th scope="col">
              <span class="vh">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {variables.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>
                <input
                  class="wide"
                  aria-label={`Value of ${name}`}
                  value={value}
                  spellcheck={false}
                  autocomplete="off"
                  onInput={(event) => set(name, event.currentTarget.value)}
                />
              </td>
              <td>
                <button type="button" aria-label={`Remove ${name}`} onClick={() => set(name, undefined)}>
                  Remove
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {variables.length === 0 && <p class="dim">None yet.</p>}
    </div>
  )
}

function NewVariable({set}: Pick<VariablesProps, 'set'>) {
  const ids = {name: useId(), value: useId()}
  const add = (event: Event) => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    const fields = new FormData(form)
    set(String(fields.get('name')).trim(), String(fields.get('value')))
    form.reset()
  }
  return (
    <form class="filters" onSubmit={add}>
      <span class="field">
        <label for={ids.name}>New variable</label>
        <input id={ids.name} name="name" required pattern="[A-Za-z_][A-Za-z0-9_]*" autocomplete="off" />
      </span>
      <span class="field">
        <label for={ids.value}>Value</label>
        <input id={ids.value} name="value" autocomplete="off" />
      </span>
      <button type="submit">Add</button>
    </form>
  )
}

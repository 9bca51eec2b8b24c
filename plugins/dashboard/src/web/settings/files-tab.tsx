import {useId} from 'preact/hooks'
import {FileChoice} from './file-choice.js'
import {SaveBar, useFileDraft} from './file-draft.js'
import {Validity} from './validity.js'

/** The files that a person may edit as text; secrets in them stay on the server. */
export function FilesTab() {
  return <FileChoice wants={() => true}>{(scope) => <FileEditor key={scope} scope={scope} />}</FileChoice>
}

function FileEditor({scope}: {readonly scope: string}) {
  const draft = useFileDraft(scope)
  const field = useId()
  if (draft === undefined) return <p>Loading…</p>
  if (draft instanceof Error) return <p>{draft.message}</p>
  return (
    <section aria-label="Text of the file">
      <p class="dim path">{draft.path}</p>
      <label class="vh" for={field}>
        Text
      </label>
      <Numbered field={field} text={draft.text} edit={draft.edit} />
      <Validity scope={scope} text={draft.text} />
      <SaveBar draft={draft} />
    </section>
  )
}

interface NumberedProps {
  readonly field: string
  readonly text: string
  readonly edit: (text: string) => void
}

/** Long lines scroll, so that each line of text stands beside its number. */
function Numbered({field, text, edit}: NumberedProps) {
  const lines = text.split('\n').length
  return (
    <div class="numbered">
      <pre aria-hidden="true">{Array.from({length: lines}, (_, index) => index + 1).join('\n')}</pre>
      <textarea
        id={field}
        rows={lines + 1}
        spellcheck={false}
        value={text}
        onInput={(event) => edit(event.currentTarget.value)}
      />
    </div>
  )
}

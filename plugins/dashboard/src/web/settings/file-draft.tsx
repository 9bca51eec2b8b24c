import {useState} from 'preact/hooks'
import {announce} from '../parts/announcer.js'
import {attempt} from '../parts/problem.js'
import {SteadyButton} from '../parts/steady-button.js'
import {useSingle} from '../parts/use-single.js'
import {useResource} from '../resource.js'
import {CallError, call} from '../session.js'
import {Diff} from './diff.js'
import {asIn, plainOf} from './plain-text.js'

interface Version {
  /** As it stands in the file, line ends included. */
  readonly text: string
  readonly etag: string
}

interface Draft {
  readonly text: string
  /** What it was made from. */
  readonly base: Version
  readonly isOvertaken: boolean
}

/** A file and what somebody is making of it; lines end in a line feed here, and in the file's own way in the file. */
export interface FileDraft {
  readonly path: string
  readonly text: string
  /** What the file said when the draft was begun, or when a save was refused. */
  readonly before: string
  readonly edit: (text: string) => void
  readonly discard: () => void
  readonly save: () => void
  /** The file was changed by somebody else meanwhile. */
  readonly isOvertaken: boolean
}

/** Follows the file until it is edited; from then on the draft keeps to the version that it was made from. */
export function useFileDraft(scope: string): FileDraft | Error | undefined {
  const address = `/api/settings/${encodeURIComponent(scope)}`
  const {data, etag, error, reload} = useResource<{readonly text: string; readonly path: string}>(address, ['settings'])
  const [draft, setDraft] = useState<Draft>()
  const single = useSingle()
  if (data === undefined) return error
  const base = draft?.base ?? {text: data.text, etag: etag ?? ''}
  const text = draft?.text ?? plainOf(data.text)
  const write = async () => {
    const written = asIn(base.text, text)
    let saved: Version
    try {
      const reply = await call('PUT', address, {text: written}, {'if-match': base.etag})
      saved = {text: written, etag: reply.etag ?? ''}
    } catch (fault) {
      if (!(fault instanceof CallError) || fault.status !== 412) throw fault
      const outside = {text: String(fault.body.current), etag: String(fault.body.etag)}
      setDraft((now) => ({text: now?.text ?? text, base: outside, isOvertaken: true}))
      return announce('The file was changed meanwhile. Both versions are shown.')
    }
    await reload()
    setDraft((now) => (now === undefined || now.text === text ? undefined : {...now, base: saved, isOvertaken: false}))
    announce('Saved.')
  }
  return {
    path: data.path,
    text,
    before: plainOf(base.text),
    isOvertaken: draft?.isOvertaken === true,
    edit: (next) => setDraft({text: next, base, isOvertaken: draft?.isOvertaken === true}),
    discard: () => setDraft(undefined),
    // A second one meanwhile would find the file changed, by the first.
    save: () => single(() => attempt(write)),
  }
}

/** What saving would change, and the buttons for it. */
export function SaveBar({draft}: {readonly draft: FileDraft}) {
  const isSame = draft.text === draft.before
  return (
    <>
      {draft.isOvertaken && (
        <p class="problem">
          The file was changed meanwhile. Left is the file as it is now, right what you wrote; saving again keeps yours.
        </p>
      )}
      {!isSame && <Diff before={draft.before} after={draft.text} />}
      <div class="actions">
        <SteadyButton idle={isSame} onClick={draft.discard}>
          Discard
        </SteadyButton>
        <SteadyButton class="primary" idle={isSame} onClick={draft.save}>
          Save
        </SteadyButton>
      </div>
    </>
  )
}

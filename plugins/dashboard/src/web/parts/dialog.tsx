import type {ComponentChildren} from 'preact'
import {useEffect, useId, useRef} from 'preact/hooks'
import {dismiss, openDialogs, Problem} from './problem.js'

export interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ComponentChildren
}

/**
 * The browser's own modal dialog: it holds the focus, in its field if it has one, and gives it back. Drawn only while it is
 * open; what went wrong in it goes with it.
 */
export function Dialog({title, onClose, children}: DialogProps) {
  const element = useRef<HTMLDialogElement>(null)
  const heading = useId()
  useEffect(() => {
    const dialog = element.current
    const before = document.activeElement as HTMLElement | null
    dialog?.showModal()
    dialog?.querySelector('input')?.focus()
    openDialogs.value += 1
    return () => {
      openDialogs.value -= 1
      dismiss()
      dialog?.close()
      before?.focus()
    }
  }, [])
  return (
    <dialog ref={element} aria-labelledby={heading} onCancel={onClose}>
      <h2 id={heading}>{title}</h2>
      {children}
      <Problem on="dialog" />
    </dialog>
  )
}

export interface AskProps {
  readonly title: string
  readonly label: string
  readonly initial?: string
  readonly action: string
  readonly danger?: boolean
  readonly onAnswer: (text: string) => void
  readonly onClose: () => void
  readonly children?: ComponentChildren
}

/** One question with one text field. What is typed there stays when the page hears news: the field keeps it, not we. */
export function Ask({title, label, initial = '', action, danger, onAnswer, onClose, children}: AskProps) {
  const field = useId()
  const submit = (event: Event) => {
    event.preventDefault()
    onAnswer(String(new FormData(event.currentTarget as HTMLFormElement).get('answer') ?? ''))
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={submit}>
        {children}
        <label for={field}>{label}</label>
        <input id={field} name="answer" defaultValue={initial} autocomplete="off" spellcheck={false} required />
        <div class="actions">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class={danger === true ? 'danger' : 'primary'}>
            {action}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

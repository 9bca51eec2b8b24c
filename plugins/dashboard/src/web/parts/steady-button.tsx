import type {ComponentChildren} from 'preact'

interface Props {
  /** There is nothing for it to do now. */
  readonly idle: boolean
  readonly onClick: () => void
  readonly class?: string
  readonly label?: string
  readonly children: ComponentChildren
}

/** A button that may have nothing to do. A disabled one would drop the focus of whoever has just pressed it. */
export function SteadyButton({idle, onClick, class: look, label, children}: Props) {
  const press = () => {
    if (!idle) onClick()
  }
  return (
    <button type="button" class={look} aria-label={label} aria-disabled={idle} onClick={press}>
      {children}
    </button>
  )
}

import {useEffect, useLayoutEffect, useRef, useState} from 'preact/hooks'

export interface MenuItem {
  readonly label: string
  readonly run: () => void
  readonly danger?: boolean
}

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
}

/** A menu button with arrow keys, Escape and focus that comes back. */
export function Menu({label, items}: {readonly label: string; readonly items: readonly MenuItem[]}) {
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const entries = () => [...(root.current?.querySelectorAll<HTMLButtonElement>('[role=menuitem]') ?? [])]
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  useLayoutEffect(() => {
    if (open) entries()[0]?.focus()
  }, [open])
  useEffect(() => {
    const outside = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false)
    }
    document.addEventListener('pointerdown', outside)
    return () => document.removeEventListener('pointerdown', outside)
  }, [])
  const onKeyDown = (event: KeyboardEvent) => {
    const all = entries()
    const step = STEPS[event.key]
    if (event.key === 'Escape') close()
    else if (event.key === 'Tab') setOpen(false)
    else if (step !== undefined && open) {
      event.preventDefault()
      all[step(all.indexOf(document.activeElement as HTMLButtonElement), all.length)]?.focus()
    }
  }
  return (
    <div class="menu" ref={root} onKeyDown={onKeyDown}>
      <button
        type="button"
        ref={button}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={label}
        onClick={() => setOpen(!open)}
      >
        <span aria-hidden="true">⋯</span>
      </button>
      {open && <MenuList label={label} items={items} close={close} />}
    </div>
  )
}

function MenuList({
  label,
  items,
  close,
}: {
  readonly label: string
  readonly items: readonly MenuItem[]
  readonly close: () => void
}) {
  return (
    <div class="menu-list" role="menu" aria-label={label}>
      {items.map(({label: text, run, danger}) => (
        <button
          key={text}
          type="button"
          role="menuitem"
          tabIndex={-1}
          class={danger === true ? 'danger' : undefined}
          onClick={() => {
            close()
            run()
          }}
        >
          {text}
        </button>
      ))}
    </div>
  )
}

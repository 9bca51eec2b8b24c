import type {ComponentType} from 'preact'
import {useEffect, useState} from 'preact/hooks'
import {live, paused} from './live.js'
import {CodexPage} from './pages/codex.js'
import {LogsPage} from './pages/logs.js'
import {RoutingPage} from './pages/routing.js'
import {SettingsPage} from './pages/settings.js'
import {UsagePage} from './pages/usage.js'
import {VariantsPage} from './pages/variants.js'
import {Announcer} from './parts/announcer.js'
import {dismiss, Problem} from './parts/problem.js'
import {ProxyBadge} from './parts/proxy-badge.js'
import {isOpen} from './session.js'

interface PageProps {
  /** What follows the page's name in the address. */
  readonly detail: string | undefined
  readonly more: string | undefined
}

/** All pages weigh less than a second round of requests would cost. */
const PAGES: Readonly<Record<string, {readonly title: string; readonly Content: ComponentType<PageProps>}>> = {
  codex: {title: 'Codex', Content: CodexPage},
  variants: {title: 'Variants', Content: VariantsPage},
  routing: {title: 'Routing', Content: RoutingPage},
  usage: {title: 'Usage', Content: UsagePage},
  logs: {title: 'Logs', Content: LogsPage},
  settings: {title: 'Settings', Content: SettingsPage},
}

export function App() {
  return isOpen.value ? <Frame /> : <Closed />
}

/** Nothing is asked for here: a session only comes from a link. */
function Closed() {
  return (
    <main class="closed">
      <h1>This dashboard is closed to this browser</h1>
      <p>
        A link opens it once, within two minutes. Run <code>ccs config</code> for a new one.
      </p>
    </main>
  )
}

function Frame() {
  const {page, detail, more} = useAddress()
  const shown = PAGES[page]
  useEffect(dismiss, [])
  useEffect(() => {
    document.title = `${PAGES[page]?.title ?? 'Codex'} · ccs`
  }, [page])
  return (
    <>
      <button type="button" class="skip" onClick={focusContent}>
        Skip to content
      </button>
      <header class="bar">
        <strong class="brand">ccs</strong>
        <Navigation page={page} />
        <span class="status">
          <ProxyBadge />
          <LiveBadge />
        </span>
      </header>
      <main id="content" tabIndex={-1}>
        {shown !== undefined && <shown.Content key={page} detail={detail} more={more} />}
        <Problem on="page" />
      </main>
      <Announcer />
    </>
  )
}

function LiveBadge() {
  const state = paused.value ? 'Paused' : live.value
  return <span class={`live live-${state.toLowerCase()}`}>{state}</span>
}

function Navigation({page}: {readonly page: string}) {
  return (
    <nav aria-label="Pages">
      <ul>
        {Object.entries(PAGES).map(([id, {title}]) => (
          <li key={id}>
            <a href={`#/${id}`} aria-current={id === page ? 'page' : undefined}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function focusContent(): void {
  document.getElementById('content')?.focus()
}

function useAddress(): {readonly page: string} & PageProps {
  const [address, setAddress] = useState(location.hash)
  useEffect(() => {
    const follow = () => setAddress(location.hash)
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  const [, page = '', detail, more] = address.split('/').map(decode)
  return {page: Object.hasOwn(PAGES, page) ? page : 'codex', detail, more}
}

/** Somebody may have typed the address. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

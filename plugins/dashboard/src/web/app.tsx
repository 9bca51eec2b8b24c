import type {ComponentType} from 'preact'
import {useEffect, useState} from 'preact/hooks'
import {live} from './live.js'
import {Announcer} from './parts/announcer.js'
import {Problem} from './parts/problem.js'
import {ProxyBadge} from './parts/proxy-badge.js'

interface PageProps {
  /** What follows the page's name in the address. */
  readonly detail: string | undefined
}

interface Page {
  readonly title: string
  readonly load: () => Promise<ComponentType<PageProps>>
}

/** Each page is a file of its own, fetched when it is first opened. */
const PAGES: Readonly<Record<string, Page>> = {
  codex: {title: 'Codex', load: async () => (await import('./pages/codex.js')).CodexPage},
  variants: {title: 'Variants', load: async () => (await import('./pages/variants.js')).VariantsPage},
  routing: {title: 'Routing', load: async () => (await import('./pages/routing.js')).RoutingPage},
  usage: {title: 'Usage', load: async () => (await import('./pages/usage.js')).UsagePage},
  logs: {title: 'Logs', load: async () => (await import('./pages/logs.js')).LogsPage},
  settings: {title: 'Settings', load: async () => (await import('./pages/settings.js')).SettingsPage},
}

export function App({opened}: {readonly opened: boolean}) {
  if (!opened) return <Closed />
  return <Frame />
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
  const {page, detail} = useAddress()
  const [shown, setShown] = useState<{readonly page: string; readonly Content: ComponentType<PageProps>}>()
  useEffect(() => {
    document.title = `${PAGES[page]?.title ?? 'Codex'} · ccs`
    void PAGES[page]?.load().then((Content) => setShown({page, Content}))
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
          <span class={`live live-${live.value.toLowerCase()}`}>{live.value}</span>
        </span>
      </header>
      <main id="content" tabIndex={-1}>
        {shown === undefined ? <p>Loading…</p> : <shown.Content key={shown.page} detail={detail} />}
        <Problem />
      </main>
      <Announcer />
    </>
  )
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

function useAddress(): {readonly page: string; readonly detail: string | undefined} {
  const [address, setAddress] = useState(location.hash)
  useEffect(() => {
    const follow = () => setAddress(location.hash)
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  const [, page = '', detail] = address.split('/')
  return {
    page: Object.hasOwn(PAGES, page) ? page : 'codex',
    detail: detail === undefined ? undefined : decodeURIComponent(detail),
  }
}

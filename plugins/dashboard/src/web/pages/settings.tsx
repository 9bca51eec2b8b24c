import type {ComponentType} from 'preact'
import {DoctorTab} from '../settings/doctor-tab.js'
import {FilesTab} from '../settings/files-tab.js'
import {ProxyTab} from '../settings/proxy-tab.js'

const TABS: Readonly<Record<string, {readonly title: string; readonly Content: ComponentType}>> = {
  raw: {title: 'Files', Content: FilesTab},
  proxy: {title: 'Proxy', Content: ProxyTab},
  doctor: {title: 'Doctor', Content: DoctorTab},
}

export function SettingsPage({detail}: {readonly detail: string | undefined}) {
  const chosen = detail !== undefined && Object.hasOwn(TABS, detail) ? detail : 'raw'
  const tab = TABS[chosen]
  return (
    <>
      <h1>Settings</h1>
      <nav aria-label="Settings">
        <ul class="tabs">
          {Object.entries(TABS).map(([id, {title}]) => (
            <li key={id}>
              <a href={`#/settings/${id}`} aria-current={id === chosen ? 'page' : undefined}>
                {title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {tab !== undefined && <tab.Content />}
    </>
  )
}

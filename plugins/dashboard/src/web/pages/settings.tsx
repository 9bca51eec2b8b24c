import type {ComponentType} from 'preact'
import {BackupsTab} from '../settings/backups-tab.js'
import {DoctorTab} from '../settings/doctor-tab.js'
import {EnvironmentTab} from '../settings/environment-tab.js'
import {FilesTab} from '../settings/files-tab.js'
import {ProxyTab} from '../settings/proxy-tab.js'

const TABS: Readonly<Record<string, {readonly title: string; readonly Content: ComponentType}>> = {
  raw: {title: 'Files', Content: FilesTab},
  environment: {title: 'Environment', Content: EnvironmentTab},
  proxy: {title: 'Proxy', Content: ProxyTab},
  backups: {title: 'Backups', Content: BackupsTab},
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

import type {AccountView, NamedWindow, Overview} from 'ccs/plugin'

/** What the start page needs, with the flat names beside ours that scripts of the dashboard's API know. */
export function writeOverview(overview: Overview): unknown {
  const {enabled, ttl} = overview.routing.affinity
  return {
    ...overview,
    routing: {...overview.routing, sessionAffinity: enabled, ttl},
    accounts: overview.accounts.map(writeAccount),
  }
}

function writeAccount(account: AccountView): unknown {
  const {state, paused, windows, features, health} = account
  return {
    ...account,
    status: paused ? 'paused' : state.code,
    statusUntil: state.until,
    windows: windows.map(writeWindow),
    features: features.map((feature) => ({...feature, windows: feature.windows.map(writeWindow)})),
    health: {...health, requests24h: health.requests, failed24h: health.failed},
  }
}

function writeWindow(window: NamedWindow): unknown {
  return {id: idOf(window.seconds), ...window, windowSeconds: window.seconds}
}

const HOUR = 3600
const DAY = 24 * HOUR

/** By length: `5h`, `7d`. */
function idOf(seconds: number): string {
  return seconds >= DAY && seconds % DAY === 0 ? `${seconds / DAY}d` : `${Math.round(seconds / HOUR)}h`
}

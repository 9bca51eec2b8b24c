import {type OpenDashboardHost, openDashboardHost} from '../../dist/dashboard/open-dashboard-host.js'
import {openHost} from '../../dist/host/open-host.js'
import {type Answered, type Running, serveHost} from '../../plugins/dashboard/test/dashboard.js'
import {openScene, type Scene, type SceneOptions} from '../e2e/scene.js'

/** The dashboard as it ships over the real host, in a home with a stand-in for OpenAI. */
export interface DashboardScene extends Scene, Pick<Running<OpenDashboardHost>, 'dashboard' | 'origin' | 'host'> {
  /** A call of the page's. */
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answered>
  /** The same, for an answer that must be good. */
  get(path: string): Promise<Readonly<Record<string, unknown>>>
}

export async function openDashboardScene(options: SceneOptions = {}): Promise<DashboardScene> {
  const scene = await openScene(options)
  const {dashboard, origin, host, ask, signIn} = await serveHost(openDashboardHost(openHost(scene.env)))
  const session = await signIn()
  const call: DashboardScene['call'] = (method, path, body, headers = {}) =>
    ask(method, path, {...session, ...headers}, body === undefined ? undefined : JSON.stringify(body))
  return {
    ...scene,
    dashboard,
    origin,
    host,
    call,
    async get(path) {
      const {status, text, json} = await call('GET', path)
      if (status !== 200) throw new Error(`${path}: ${status} ${text}`)
      return json()
    },
    async close() {
      await dashboard.close()
      host.close()
      await scene.close()
    },
  }
}

/** A scene for each test of a suite. */
export function useDashboard(options: () => SceneOptions = () => ({})): () => DashboardScene {
  let scene: DashboardScene | undefined
  beforeEach(async () => {
    scene = await openDashboardScene(options())
  })
  afterEach(async () => {
    await scene?.close()
    scene = undefined
  })
  return () => scene as DashboardScene
}

/** Asks until the answer will do; the test's own limit ends the wait. */
export async function until<T>(ask: () => Promise<T>, isGood: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (isGood(answer)) return answer
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

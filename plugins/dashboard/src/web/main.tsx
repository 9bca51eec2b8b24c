import {render} from 'preact'
import {App} from './app.js'
import {startLive} from './live.js'
import {followLinks, openSession} from './session.js'

const root = document.getElementById('app')
if (root !== null) {
  followLinks()
  await openSession().catch(() => undefined)
  startLive()
  render(<App />, root)
}

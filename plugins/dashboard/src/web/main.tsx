import {render} from 'preact'
import {App} from './app.js'
import {startLive} from './live.js'
import {openSession} from './session.js'

const root = document.getElementById('app')
if (root !== null) {
  const opened = await openSession().catch(() => false)
  if (opened) startLive()
  render(<App opened={opened} />, root)
}

import {expect} from 'chai'
import {startDashboard} from '../dist/server/dashboard.js'
import {memoryHost} from './memory-host.js'

describe('dashboard: idleness', () => {
  it('begins anew with each link that is given', async () => {
    const idleTimeout = 400
    const dashboard = await startDashboard(memoryHost(), {port: 0, idleTimeout})
    const given: number[] = []
    const giving = setInterval(() => {
      dashboard.link()
      if (given.push(performance.now()) === 8) clearInterval(giving)
    }, idleTimeout / 4)
    await dashboard.closed
    clearInterval(giving)
    expect(given).to.have.length(8)
    expect(performance.now() - (given.at(-1) ?? 0)).to.be.at.least(idleTimeout - 50)
  })
})

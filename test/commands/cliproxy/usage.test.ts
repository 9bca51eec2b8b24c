import {expect} from 'chai'
import {useScene} from '../../e2e/scene.js'

const HOUR = 3_600_000

describe('ccs cliproxy usage', () => {
  const scene = useScene(() => ({accounts: []}))
  const run = (...args: readonly string[]) => scene().run(['cliproxy', 'usage', ...args])
  const hour = Math.floor(Date.now() / HOUR) * HOUR
  const row = {provider: 'codex', requests: 2, failed: 1, input: 100, cached: 50, output: 7, reasoning: 3}
  const sum = {requests: 2, failed: 1, input: 100, cached: 50, output: 7, reasoning: 3}

  it('says that there is nothing yet', async () => {
    const {code, stdout, stderr} = await run()
    expect([code, stderr]).to.deep.equal([0, ''])
    expect(stdout).to.match(/^No requests since \d{4}-.*Z\.\n$/)
  })

  it('prints a table, one object, or CSV', async () => {
    const rows = [{...row, hour, account: 'john', model: 'gpt-5.4'}]
    scene().home.write('.ccs/cliproxy/journal/usage.json', {version: 1, rows})
    expect((await run()).stdout).to.contain('│ john    │        2 │      1 │   100 │ 50 (50 %) │      7 │         3 │')
    const {since: _, until: __, ...rest} = JSON.parse((await run('--by', 'model', '--json')).stdout)
    expect(rest).to.deep.equal({by: 'model', rows: [{key: 'gpt-5.4', ...sum}], total: sum})
    const csv = await run('--by=day', '--csv')
    const day = new Date(hour).toISOString().slice(0, 10)
    expect(csv.stdout).to.equal(`day,requests,failed,input,cached,output,reasoning\r\n${day},2,1,100,50,7,3\n`)
  })

  it('counts up to the time that is given, and never beyond now', async () => {
    const rows = [60, 10].map((ago) => ({...row, hour: hour - ago * HOUR, account: `${ago}h`, model: 'gpt-5.4'}))
    scene().home.write('.ccs/cliproxy/journal/usage.json', {version: 1, rows})
    const keys = async (until: string) => {
      const {stdout} = await run('--since', '7d', '--until', until, '--json')
      return (JSON.parse(stdout).rows as readonly {readonly key: string}[]).map(({key}) => key)
    }
    expect([await keys('24h'), await keys('9999-12-31')]).to.deep.equal([['60h'], ['10h', '60h']])
  })

  it('refuses what it does not know', async () => {
    for (const args of [
      ['--since', 'soon'],
      ['--until', 'soon'],
      ['--by', 'hour'],
      ['--csv', '--json'],
      ['--sinse', '7d'],
    ]) {
      const {code, stderr} = await run(...args)
      expect([args, code, args.includes('--json') || stderr.startsWith('Error: ')]).to.deep.equal([args, 2, true])
    }
  })
})

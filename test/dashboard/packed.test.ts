import {execFileSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {expect} from 'chai'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const PLUGIN = 'node_modules/@ccs/dashboard'

describe('the packed dashboard', () => {
  it('brings the built page with it, each file in three forms', () => {
    const args = ['pack', '--dry-run', '--json', '--ignore-scripts']
    const [packed] = JSON.parse(
      execFileSync('npm', args, {cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}),
    )
    const paths = new Set((packed.files as readonly {path: string}[]).map(({path}) => path))
    const listing = JSON.parse(readFileSync(`${ROOT}plugins/dashboard/dist/web/listing.json`, 'utf8'))
    const names = Object.values(listing as Record<string, {file: string}>).map(({file}) => file)
    const wanted = names.flatMap((name) => ['', '.br', '.gz'].map((form) => `${PLUGIN}/dist/web/${name}${form}`))
    expect(names).to.include.members(['index.html', 'favicon.svg'])
    expect(wanted.filter((path) => !paths.has(path))).to.deep.equal([])
    expect(paths.has(`${PLUGIN}/dist/server/dashboard.js`)).to.equal(true)
    expect(
      [...paths].filter(
        (path) => path.startsWith(PLUGIN) && /\.tsx?$|tsbuildinfo/.test(path) && !path.endsWith('.d.ts'),
      ),
    ).to.deep.equal([])
  }).timeout(60_000)
})

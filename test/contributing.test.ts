import {existsSync, readFileSync} from 'node:fs'
import {expect} from 'chai'

const root = new URL('../', import.meta.url)
const read = (file: string): string => readFileSync(new URL(file, root), 'utf8')

describe('the documents', () => {
  it('name places that exist, in "where do I change X"', () => {
    const rows = read('CONTRIBUTING.md')
      .split('\n')
      .filter((line) => line.startsWith('| ') && !line.startsWith('| I want'))
    const paths = rows.flatMap((row) =>
      [...(row.split('|')[2] ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''),
    )
    expect(paths).to.have.length.greaterThan(14)
    expect(paths.filter((path) => !existsSync(new URL(path, root)))).to.deep.equal([])
  })

  it('link to places that exist', () => {
    for (const file of ['README.md', 'CONTRIBUTING.md']) {
      const links = [...read(file).matchAll(/\]\(([^)#]+)\)/g)].map((match) => match[1] ?? '')
      expect(
        links.filter((link) => !/^https?:/.test(link) && !existsSync(new URL(link, root))),
        file,
      ).to.deep.equal([])
    }
  })
})

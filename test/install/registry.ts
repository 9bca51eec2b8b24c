import {execFileSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'

/** An npm registry with the packages that were published to it. */
export interface Registry {
  readonly url: string
  /** Packs a folder with npm and offers it; the newest is `latest`. */
  publish(folder: string): void
  close(): Promise<void>
}

interface Manifest {
  readonly name: string
  readonly version: string
}

export async function startRegistry(): Promise<Registry> {
  const packages = new Map<string, Map<string, {readonly manifest: Manifest; readonly tarball: Buffer}>>()
  const server = createServer((request, response) => {
    const [name = '', file] = decodeURIComponent(request.url ?? '')
      .slice(1)
      .split('/-/')
    const versions = packages.get(name)
    if (versions === undefined) response.writeHead(404, {'content-type': 'application/json'}).end('{}')
    else if (file === undefined) response.setHeader('content-type', 'application/json').end(packument(name, versions))
    else response.end(versions.get(file)?.tarball)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`

  function packument(name: string, versions: ReadonlyMap<string, {manifest: Manifest; tarball: Buffer}>): string {
    const rows = [...versions].map(([version, {manifest, tarball}]) => {
      const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`
      return [version, {...manifest, dist: {tarball: `${url}${name}/-/${version}`, integrity}}]
    })
    const latest = [...versions.keys()].at(-1)
    return JSON.stringify({name, 'dist-tags': {latest}, versions: Object.fromEntries(rows)})
  }

  return {
    url,
    publish(folder) {
      const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
      const versions = packages.get(manifest.name) ?? new Map()
      packages.set(manifest.name, versions.set(manifest.version, {manifest, tarball: readFileSync(pack(folder))}))
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The tarball that `npm pack` makes, beside the folder. */
export function pack(folder: string): string {
  const target = join(folder, '..')
  const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', target]
  return join(target, execFileSync('npm', args, {cwd: folder, encoding: 'utf8'}).trim())
}

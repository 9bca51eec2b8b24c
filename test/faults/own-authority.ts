import {execFile} from 'node:child_process'
import {readFileSync, writeFileSync} from 'node:fs'
import {type AddressInfo, connect, type Socket} from 'node:net'
import {join} from 'node:path'
import {createServer} from 'node:tls'
import {promisify} from 'node:util'

const run = promisify(execFile)

/** `localhost` over TLS, with a certificate that only its own authority vouches for. */
export interface SecureDoor {
  readonly url: string
  /** For `NODE_EXTRA_CA_CERTS`. */
  readonly authority: string
  close(): Promise<void>
}

export async function openSecureDoor(folder: string, port: number): Promise<SecureDoor> {
  const {key, cert, authority} = await makeCertificate(folder)
  const sockets = new Set<Socket>()
  const server = createServer({key, cert}, (socket) => {
    const inside = connect(port, '127.0.0.1')
    for (const one of [socket, inside]) {
      sockets.add(one)
      one.once('close', () => sockets.delete(one)).on('error', () => undefined)
    }
    socket.pipe(inside).pipe(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    authority,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

async function makeCertificate(folder: string) {
  const at = (name: string) => join(folder, name)
  const openssl = (...args: readonly string[]) => run('openssl', args)
  const fresh = ['-newkey', 'rsa:2048', '-nodes']
  await openssl(
    'req',
    '-x509',
    ...fresh,
    '-days',
    '2',
    '-subj',
    '/CN=Own',
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.pem'),
  )
  await openssl('req', ...fresh, '-subj', '/CN=localhost', '-keyout', at('door.key'), '-out', at('door.csr'))
  writeFileSync(at('door.ext'), 'subjectAltName=DNS:localhost\n')
  const signing = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-extfile', at('door.ext')]
  await openssl('x509', '-req', '-in', at('door.csr'), ...signing, '-days', '2', '-out', at('door.pem'))
  return {key: readFileSync(at('door.key')), cert: readFileSync(at('door.pem')), authority: at('ca.pem')}
}

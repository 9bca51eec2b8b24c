import {connect} from 'node:net'
import {parseJson} from '../protocols/json.js'

/** Milliseconds for the whole answer. */
const PATIENCE = 5000
/** Characters of a proof with its head; whoever says more is somebody else. */
const LONGEST = 16 * 1024

/**
 * What answers on a port says when it is asked for a proof; `undefined` for nobody, and for whoever says anything else.
 * Over a bare socket: every start of a session waits for this, and Node's HTTP client takes longer to load than the
 * answer to come.
 */
export function askProof(port: number, nonce: string): Promise<unknown> {
  return new Promise((resolve) => {
    const socket = connect({port, host: '127.0.0.1'})
    let text = ''
    const settle = (answer?: unknown): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve(answer)
    }
    const timer = setTimeout(settle, PATIENCE)
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      if (text.length > LONGEST) settle()
    })
    socket.once('error', () => settle())
    socket.once('close', () => settle(bodyOf(text)))
    socket.write(`GET /ccs/proof?nonce=${nonce} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: close\r\n\r\n`)
  })
}

function bodyOf(text: string): unknown {
  const end = text.indexOf('\r\n\r\n')
  return end === -1 || !/^HTTP\/1\.1 200 /.test(text) ? undefined : parseJson(text.slice(end + 4))
}

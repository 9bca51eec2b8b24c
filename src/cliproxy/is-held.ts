import {connect} from 'node:net'

/** Milliseconds for a connection; who does not even take it in that time holds the port all the same. */
const PATIENCE = 500

/** Whether anybody listens on a port of this machine. */
export function isHeld(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({port, host: '127.0.0.1', timeout: PATIENCE})
    const settle = (held: boolean): void => {
      socket.destroy()
      resolve(held)
    }
    socket.once('connect', () => settle(true))
    socket.once('timeout', () => settle(true))
    socket.once('error', () => settle(false))
  })
}

import {type Check, ok} from '../check.js'

const OLDEST = [20, 19] as const

export const node: Check = {
  name: 'node_version',
  async run() {
    const {node: version} = process.versions
    const [major = 0, minor = 0] = version.split('.').map(Number)
    const isOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])
    if (!isOld) return [ok('node_version', `Node ${version}.`)]
    const message = `Node ${version} is older than ${OLDEST.join('.')}, the oldest that ccs supports.`
    return [{code: 'node_version', status: 'fail', message, command: 'node --version'}]
  },
}

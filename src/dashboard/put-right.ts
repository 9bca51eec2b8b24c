import type {DoctorView} from '../contract/index.js'
import {runDoctor} from '../doctor/run-doctor.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import type {HostContext} from '../host/host-context.js'

/** What `ccs doctor --fix` does for one finding; rejects for one that is not there, and for one that only a person can put right. */
export async function putRight(code: string, host: HostContext): Promise<DoctorView> {
  const {checks} = await runDoctor(host)
  const found = checks.filter((check) => check.code === code)
  if (found.length === 0) throw refusal('unknown_check', `The doctor finds nothing that is called "${code}".`)
  if (!found.some(({fixable}) => fixable)) throw refusal('not_fixable', `"${code}" cannot be put right from here.`)
  return runDoctor(host, {fix: code})
}

function refusal(code: string, message: string): CcsError {
  return new CcsError(message, {code, exit: EXIT.usage, command: 'ccs doctor'})
}

import type {Environment} from '../contract/index.js'

/**
 * What Claude Code (2.1.332) and Codex (0.171) tell the shells of a session about it, and what their desktop programs and
 * launchers add. What a person sets for them is not among it, nor what says how the network of the shell is reached.
 */
const OF_A_SESSION: readonly RegExp[] = [
  /^CLAUDE(CODE|_PID|_EFFORT)$/,
  /^CLAUDE_CODE_(ENTRYPOINT|EXECPATH|SESSION_(ID|ATTENDED)|CHILD_(SESSION|NOTES_DIR)|MESSAGING_(SOCKET|TOKEN))$/,
  /^CODEX_(CI|VERSION|PERMISSION_PROFILE|TOOL_CALL_ID)$/,
  /^CODEX_(SESSION|THREAD|TURN|SANDBOX|MANAGED|INTERNAL)(_|$)/,
]

/** The environment without the session that ccs was typed in: what is started there is a session of its own. */
export function outsideSessions(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !OF_A_SESSION.some((known) => known.test(name))))
}

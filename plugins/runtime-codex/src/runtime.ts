import type {HookRequest, RuntimePlugin} from 'ccs/plugin'
import {plan} from './plan.js'

/** The native Codex CLI, on whatever provider ccs has. */
export default function codex({kit}: HookRequest): RuntimePlugin {
  return {
    contract: 1,
    id: 'codex',
    title: 'Codex CLI',
    speaks: 'openai-responses',
    aliases: ['codex-cli'],
    tested: {oldest: '0.169.0', newest: '0.171.0'},
    needs: '0.29.0',
    probe: {args: ['debug', 'models', '--bundled'], env: {CODEX_HOME: undefined}},
    locate: () => ({
      variable: 'CCS_CODEX_PATH',
      names: ['codex'],
      alsoAt: [],
      install: 'npm install -g @openai/codex',
    }),
    plan: (launch) => plan(launch, kit.files),
  }
}

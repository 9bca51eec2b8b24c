import type {RuntimeHook} from 'ccs/plugin'
import {plan} from './plan.js'

/** OpenCode with our provider for one process: its configuration files are never touched. */
const hook: RuntimeHook = ({id, kit}) => ({
  contract: 1,
  id,
  title: 'OpenCode',
  speaks: 'openai-responses',
  aliases: ['oc'],
  tested: {oldest: '1.18.33', newest: '1.18.33'},
  assumedEffort: 'medium',
  locate: ({HOME}) => ({
    variable: 'CCS_OPENCODE_PATH',
    names: ['opencode'],
    alsoAt: HOME ? [`${HOME}/.opencode/bin/opencode`] : [],
    install: 'npm install -g opencode-ai',
  }),
  plan: (launch) => plan(launch, kit.files),
})

export default hook

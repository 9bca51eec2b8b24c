import type {RuntimeHook} from 'ccs/plugin'
import {plan} from './plan.js'

/** Factory's Droid with our models for one process: its settings file is never touched. */
const hook: RuntimeHook = ({kit}) => ({
  contract: 1,
  id: 'droid',
  title: 'Factory Droid',
  speaks: 'openai-responses',
  aliases: ['factory', 'factory-droid'],
  tested: {oldest: '0.225.2', newest: '0.225.2'},
  needs: '0.215.0',
  assumedEffort: 'medium',
  locate: ({HOME}) => ({
    variable: 'CCS_DROID_PATH',
    names: ['droid'],
    alsoAt: HOME ? [`${HOME}/.local/bin/droid`, `${HOME}/.factory/bin/droid`] : [],
    install: 'npm install -g @factory/cli',
  }),
  plan: (launch) => plan(launch, kit.files),
})

export default hook

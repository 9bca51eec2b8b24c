// @ts-check

/** @import {Launch, Plan, RuntimeHook} from 'ccs/plugin' */

/** @type {RuntimeHook} */
const hook = ({id}) => ({
  contract: 1,
  id,
  title: '__TITLE__',
  speaks: 'openai-chat',
  aliases: [],
  locate: () => ({
    variable: '__VARIABLE___PATH',
    names: ['__ID__'],
    alsoAt: [],
    install: 'npm install -g __ID__',
  }),
  plan,
})

export default hook

/**
 * What is started. The key may stand in `env` only; files of its own go into `launch.folder`, see `Plan.files`.
 *
 * @param {Launch} launch
 * @returns {Plan}
 */
function plan({binary, args, baseUrl, key, slots}) {
  return {
    command: binary,
    args,
    env: {OPENAI_BASE_URL: `${baseUrl}/v1`, OPENAI_API_KEY: key, OPENAI_MODEL: slots.default},
    edits: [],
    notes: [],
  }
}

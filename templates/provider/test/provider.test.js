import {test} from 'node:test'
import {providerChecks, sampleAnswer, scriptedUpstream} from 'ccs/conformance'
import hook from '../src/provider.js'

const upstream = scriptedUpstream({
  whole: sampleAnswer('openai-chat'),
  env: (origin) => ({__VARIABLE___BASE_URL: origin}),
  tokens: () => ({accessToken: 'a-key-for-tests'}),
})

for (const {name, run} of providerChecks(hook, {id: '__ID__', upstream})) test(name, run)

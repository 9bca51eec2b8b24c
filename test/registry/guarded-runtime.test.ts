import {expect} from 'chai'
import {sampleLaunch} from '../../src/conformance/sample-launch.js'
import type {CcsError} from '../../src/errors/ccs-error.js'
import {loadRuntime} from '../../src/registry/contributions.js'
import {useHome} from '../home.js'
import {hostOf, installStrangers} from './stranger.js'

/** A runtime whose hook answers as it should; `over` is what it does when a start asks it. */
function runtimeSource(over: string): string {
  return `export default () => ({contract: 1, id: 'late', title: 'Late', speaks: 'openai-chat', aliases: [],
    locate: () => ({variable: 'LATE_PATH', names: ['late'], alsoAt: [], install: 'npm install -g late'}),
    plan: ({binary, args}) => ({command: binary, args, env: {}, edits: [], notes: []}),
    ${over}
  })\n`
}

describe('a runtime that a start asks', () => {
  const {home} = useHome()
  const load = (over: string) => {
    const late = {name: 'late-runtime', type: 'user', event: 'ccs:runtime:late', source: runtimeSource(over)} as const
    return loadRuntime('late', hostOf(home(), installStrangers(home(), [late])))
  }
  const failure = async (over: string): Promise<CcsError> => {
    const runtime = await load(over)
    try {
      runtime.locate({})
      const launch = sampleLaunch(home(), runtime)
      await runtime.choosesEffort?.(launch)
      await runtime.plan(launch)
    } catch (error) {
      return error as CcsError
    }
    return expect.fail('it was accepted')
  }
  const planned = (fields: string) =>
    `plan: ({binary, args}) => ({command: binary, args, env: {}, edits: [], notes: [], ${fields}})`

  for (const [what, over, fault] of [
    ['throws when it plans', 'plan() { throw new Error("boom") }', 'boom'],
    ['throws a text when it plans', 'plan: async () => { throw "boom" }', 'boom'],
    ['hangs when it plans', 'plan: () => new Promise(() => {})', 'it did not answer within 0.3 s'],
    ['hangs over the effort', 'choosesEffort: () => new Promise(() => {})', 'it did not answer within 0.3 s'],
    ['throws when it is looked for', 'locate() { throw new Error("boom") }', 'boom'],
    ['lies nowhere', 'locate: () => undefined', "what its locate returns must have variable: a variable's name"],
    ['plans nothing', 'plan: () => undefined', 'what its plan returns must have command: a program'],
    ['has no program', planned('command: undefined'), 'what its plan returns must have command: a program'],
    ['has a number for a word', planned('args: [1]'), 'what its plan returns must have args: a list of words'],
    ['has no environment', planned('env: null'), 'what its plan returns must have env: an object of texts'],
    ['sets a number', planned('env: {A: 1}'), 'what its plan returns must have env: an object of texts'],
    [
      'has files without text',
      planned('files: [{file: "/x"}]'),
      'what its plan returns must have files: a list of files or absent',
    ],
    ['has no edits', planned('edits: undefined'), 'what its plan returns must have edits: a list of edits'],
    ['has one note', planned('notes: "x"'), 'what its plan returns must have notes: a list of lines'],
  ] as const) {
    it(`is named when it ${what}`, async () => {
      expect((await failure(over)).toJSON().error).to.deep.equal({
        code: 'broken_plugin',
        message: `The plugin late-runtime cannot be used: ${fault}.`,
        hint: 'Update the plugin, or take it out.',
        command: 'ccs plugins',
      })
    })
  }

  it('says in its own words what it cannot start', async () => {
    const error = await failure('plan() { throw Object.assign(new Error("No --fly here"), {exit: 2, hint: "Walk."}) }')
    expect({...error, message: error.message}).to.deep.equal({exit: 2, hint: 'Walk.', message: 'No --fly here'})
  })

  it('is asked as itself', async () => {
    const runtime = await load(
      'word: "mine", plan() { return {command: this.word, args: [""], env: {A: undefined}, edits: [], notes: []} }',
    )
    expect(await runtime.plan(sampleLaunch(home(), runtime))).to.deep.equal({
      command: 'mine',
      args: [''],
      env: {A: undefined},
      edits: [],
      notes: [],
    })
  })
})

import {expect} from 'chai'
import claude from '../../plugins/runtime-claude/src/runtime.js'
import codex from '../../plugins/runtime-codex/src/runtime.js'
import droid from '../../plugins/runtime-droid/src/runtime.js'
import {runtimeChecks} from '../../src/conformance/index.js'
import type {Launch, Plan, RuntimeHook} from '../../src/contract/index.js'

const BUNDLED: Readonly<Record<string, RuntimeHook>> = {claude, codex, droid}

describe('conformance of runtimes', () => {
  for (const [id, hook] of Object.entries(BUNDLED))
    describe(id, () => {
      for (const {name, run} of runtimeChecks(hook, {id})) it(name, run)
    })

  describe('finds', () => {
    const good = (launch: Launch): Plan => ({
      command: launch.binary,
      args: ['--base', launch.baseUrl, '--model', launch.slots.default, ...launch.args],
      env: {KEY: launch.key},
      edits: [],
      notes: [],
    })
    const faults = async (plan: (launch: Launch) => Plan, over: object = {}): Promise<readonly string[]> => {
      const hook: RuntimeHook = () => ({
        contract: 1,
        id: 'x',
        title: 'X',
        speaks: 'openai-chat',
        aliases: [],
        locate: () => ({variable: 'X_PATH', names: ['x'], alsoAt: [], install: 'get x'}),
        plan,
        ...over,
      })
      const found = await Promise.all(
        runtimeChecks(hook, {id: 'x'}).map(({run}) =>
          run().then(
            () => '',
            (error: Error) => error.message,
          ),
        ),
      )
      return [...new Set(found.filter(Boolean))]
    }
    const set = (file: string, afterwards: 'remove' | 'keep') =>
      ({file, format: 'json', afterwards, changes: [{type: 'set', path: ['a'], value: 1}]}) as const
    let calls = 0
    const next = () => {
      calls += 1
      return calls
    }
    const cases: readonly [string, (launch: Launch) => Plan, readonly string[], object?][] = [
      ['nothing wrong with a good one', good, []],
      [
        'nothing wrong with a passing edit',
        (launch) => ({...good(launch), edits: [set(`${launch.home}/.x/a.json`, 'remove')]}),
        [],
      ],
      [
        'a key in the arguments',
        (launch) => ({...good(launch), args: [...good(launch).args, launch.key]}),
        ['plan: the key stands in args; only "env" may hold it.'],
      ],
      [
        'a forgotten address',
        (launch) => ({...good(launch), args: [launch.slots.default, ...launch.args]}),
        ['plan: the address of ccs stands nowhere, so its runtime goes elsewhere.'],
      ],
      [
        'a cut address',
        (launch) => ({...good(launch), args: [new URL(launch.baseUrl).origin, launch.slots.default, ...launch.args]}),
        ['plan: only a part of launch.baseUrl is used; keep its whole path.'],
      ],
      [
        'a forgotten model',
        (launch) => ({...good(launch), args: [launch.baseUrl, ...launch.args]}),
        ['plan: launch.slots.default stands nowhere.'],
      ],
      [
        'a torn prompt',
        (launch) => ({
          ...good(launch),
          args: [...good({...launch, args: []}).args, ...launch.args.flatMap((word) => word.split(' '))],
        }),
        ['plan: a prompt with quotes, newlines, % and $ does not arrive as one word.'],
      ],
      [
        'words in another order',
        (launch) => ({...good(launch), args: good(launch).args.toReversed()}),
        ["plan: the user's words are in another order."],
      ],
      [
        'a moody plan',
        (launch) => ({...good(launch), notes: [String(next())]}),
        ['plan: two calls for one start differ.'],
      ],
      [
        'a stray file',
        (launch) => ({...good(launch), files: [{file: '/tmp/x', text: '', afterwards: 'remove'}]}),
        ['plan: /tmp/x lies outside of launch.folder.'],
      ],
      [
        'a relative edit',
        (launch) => ({...good(launch), edits: [set('a.json', 'keep')]}),
        ['plan: edits a.json, which is no absolute path.'],
      ],
      [
        'another contract',
        good,
        ['The plugin cannot be used: it wants contract 2; this ccs has contract 1.'],
        {contract: 2},
      ],
      [
        'no way to install it',
        good,
        ['locate: does not say how to install it.'],
        {
          locate: () => ({variable: 'X_PATH', names: ['x'], alsoAt: [], install: ''}),
        },
      ],
    ]
    for (const [what, plan, expected, over] of cases)
      it(what, async () => {
        expect(await faults(plan, over)).to.deep.equal(expected)
      })
  })
})

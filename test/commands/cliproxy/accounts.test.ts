import {existsSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {useScene} from '../../e2e/scene.js'
import {JOHN, SARAH} from '../../openai/index.js'
import {idOf, listed} from '../account-facts.js'
import {commandsOf, failed, failedJson, said} from '../run-command.js'

const NOBODY_CALLED = (name: string) => ({
  code: 'unknown_account',
  message: `No codex account is called "${name}".`,
  hint: `Accounts: john (john@example.com, ${idOf(JOHN)}), sarah (sarah@company.com, ${idOf(SARAH)}).`,
  command: 'ccs codex --accounts',
})

describe('ccs cliproxy accounts', () => {
  const scene = useScene(() => ({accounts: [JOHN, SARAH]}))
  const {run, json} = commandsOf(scene)
  const accounts = (...args: readonly string[]) => run(['cliproxy', 'accounts', ...args])
  const accountsJson = (...args: readonly string[]) => json(['cliproxy', 'accounts', ...args])
  const john = (over?: object) => listed(scene().home, JOHN, over)
  const sarah = (over?: object) => listed(scene().home, SARAH, over)

  it('list', async () => {
    expect(await accounts('list')).to.deep.equal(
      said(
        'Accounts for codex:',
        '  [default] john (john@example.com)  plus · ready · never used',
        '  sarah (sarah@company.com)          team · ready · never used',
      ),
    )
    expect(await accountsJson('list')).to.deep.equal({
      code: 0,
      stderr: '',
      value: {provider: 'codex', accounts: [john({default: true}), sarah()]},
    })
  })

  it('use, by any name that fits one', async () => {
    expect(await accounts('use', 'SARAH@')).to.deep.equal(
      said('sarah (sarah@company.com) is the default now and serves what is started next.'),
    )
    expect(await accountsJson('use', idOf(JOHN).slice(0, 8))).to.deep.equal({
      code: 0,
      stderr: '',
      value: {account: john({default: true})},
    })
  })

  it('rename', async () => {
    expect(await accounts('rename', 'john', 'work 1')).to.deep.equal(
      said('john is called work 1 (john@example.com) now.'),
    )
    expect(await accountsJson('rename', 'sarah', 'home')).to.deep.equal({
      code: 0,
      stderr: '',
      value: {account: sarah({nickname: 'home'})},
    })
    expect(await accounts('rename', 'home', 'Work 1')).to.deep.equal(
      failed(2, 'Error: Another account is already called Work 1.'),
    )
    expect(await accountsJson('rename', 'home', 'a/b')).to.deep.equal(
      failedJson(2, {
        code: 'bad_nickname',
        message: '"a/b" cannot be a nickname: letters, digits, ".", "_", "-", "+", "@" and spaces, at most 64.',
      }),
    )
  }).timeout(30_000)

  it('pause and resume', async () => {
    expect(await accounts('pause', 'sarah')).to.deep.equal(said('sarah (sarah@company.com) is paused.'))
    expect((await accounts('list')).stdout.split('\n').slice(1, -1)).to.deep.equal([
      '  [default] john (john@example.com)  plus · ready · never used',
      '  sarah (sarah@company.com)          team · paused · ready · never used',
      '    Next: ccs cliproxy accounts resume sarah',
    ])
    expect(await accountsJson('resume', 'sarah')).to.deep.equal({code: 0, stderr: '', value: {account: sarah()}})
    expect(await accountsJson('pause', 'sarah')).to.deep.equal({
      code: 0,
      stderr: '',
      value: {account: sarah({paused: true})},
    })
    expect(await accounts('resume', 'sarah')).to.deep.equal(said('sarah (sarah@company.com) serves again.'))
  }).timeout(30_000)

  it('remove, once it was said twice; the next one becomes the default', async () => {
    expect(await accounts('remove', 'john')).to.deep.equal(failed(2, 'Error: There is nobody to ask.', 'Add --yes.'))
    expect(await accountsJson('remove', 'john')).to.deep.equal(
      failedJson(2, {code: 'not_confirmed', message: 'There is nobody to ask.', hint: 'Add --yes.'}),
    )
    expect(readdirSync(join(scene().home.ccs, 'cliproxy', 'auth'))).to.have.length(2)
    expect(await accounts('remove', 'john', '-y')).to.deep.equal(said('john (john@example.com) is removed.'))
    expect((await accountsJson('list')).value.accounts).to.deep.equal([sarah({default: true})])
    expect(await accountsJson('remove', 'sarah', '--yes')).to.deep.equal({
      code: 0,
      stderr: '',
      value: {removed: idOf(SARAH)},
    })
    expect(readdirSync(join(scene().home.ccs, 'cliproxy', 'auth'))).to.deep.equal([])
    expect(await accounts('list')).to.deep.equal(said('No account for codex is signed in.', 'Next: ccs codex --auth'))
    expect(await accountsJson('use', 'john')).to.deep.equal(
      failedJson(2, {
        code: 'unknown_account',
        message: 'No codex account is called "john".',
        hint: 'No account is signed in.',
        command: 'ccs codex --auth',
      }),
    )
  }).timeout(30_000)

  it('refuse names that fit nobody, or several, with the candidates', async () => {
    for (const args of [['use'], ['pause'], ['resume'], ['rename', 'x'], ['remove', '--yes']] as const) {
      const [verb, ...rest] = args
      expect(await accountsJson(verb, 'nobody', ...rest), verb).to.deep.equal(failedJson(2, NOBODY_CALLED('nobody')))
    }
    expect(await accounts('rename', 'john', 'sa')).to.deep.equal(said('john is called sa (john@example.com) now.'))
    await accounts('rename', 'sa', 'sam')
    expect(await accountsJson('use', 'sa')).to.deep.equal(
      failedJson(2, {
        code: 'ambiguous_account',
        message: `"sa" fits more than one account: sam (john@example.com, ${idOf(JOHN)}), sarah (sarah@company.com, ${idOf(SARAH)}).`,
        hint: 'Use the nickname or the id of the one that you mean.',
      }),
    )
  }).timeout(30_000)

  it('refuse what they do not know', async () => {
    expect(await accountsJson('use')).to.deep.equal(
      failedJson(2, {
        code: 'bad_usage',
        message: 'Missing 1 required arg:\naccount  Nickname, e-mail, id or the beginning of one',
      }),
    )
    expect(await accounts('list', '--al')).to.deep.equal(failed(2, 'Error: Nonexistent flag: --al'))
    expect(await accountsJson('list', '--provider', 'codx')).to.deep.equal(
      failedJson(2, {code: 'unknown_provider', message: 'There is no provider "codx".', hint: 'Installed: codex.'}),
    )
    expect(existsSync(join(scene().home.ccs, 'cliproxy', 'accounts.json'))).to.equal(false)
  })
})

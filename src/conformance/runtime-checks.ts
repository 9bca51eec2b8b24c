import {join} from 'node:path'
import {isDeepStrictEqual} from 'node:util'
import type {Launch, Plan, RuntimeHook, RuntimePlugin} from '../contract/index.js'
import {faultOfRuntime} from '../registry/check-plugin.js'
import {type Check, hold} from './check.js'
import {checkEdits} from './edit-checks.js'
import {readingKit} from './reading-kit.js'
import {BASE_URL, KEY, sampleLaunch} from './sample-launch.js'
import {contentOf, inSandbox} from './sandbox.js'

/** Words that a shell, a splitter or an option parser would spoil. */
const PROMPT = ' say "hi" & it\'s 100% $HOME `x`\nand\ton '

/** What is asked of every runtime, ccs's own included. */
export function runtimeChecks(hook: RuntimeHook, {id}: {readonly id: string}): readonly Check[] {
  const planned = (over: Partial<Launch>, look: (plan: Plan, home: string, plugin: RuntimePlugin) => unknown) => () =>
    inSandbox(async (home) => {
      const plugin = await open(hook, id, home)
      await look(await plugin.plan(sampleLaunch(home, plugin, over)), home, plugin)
    })
  return [
    {
      name: 'answers its hook with a runtime of contract 1',
      run: () => inSandbox(async (home) => void (await open(hook, id, home))),
    },
    {
      name: 'says where its binary is found and how to install it',
      run: () => inSandbox((home) => checkLocation(hook, id, home)),
    },
    {
      name: 'plans the same twice, and writes nothing itself',
      run: () => inSandbox((home) => checkPurity(hook, id, home)),
    },
    {name: 'keeps the key out of arguments, files and notes', run: planned({}, checkKey)},
    {name: 'leads its runtime to ccs', run: planned({}, checkAddress)},
    {name: 'names the model of the default slot', run: planned({}, checkModel)},
    {name: 'passes a prompt on as one word, untouched', run: planned({args: [PROMPT]}, checkPrompt)},
    {name: 'passes words on in order', run: planned({args: ['first', 'second']}, checkOrder)},
    {name: 'plans a start at a terminal, without words', run: planned({interactive: true}, checkCommand)},
    {name: 'keeps its own files in its folder', run: planned({}, checkFiles)},
    {name: "leaves the user's files as they were", run: planned({}, (plan, home) => checkEdits(plan, home))},
  ]
}

async function open(hook: RuntimeHook, id: string, home: string): Promise<RuntimePlugin> {
  const plugin = await hook({contract: 1, id, kit: readingKit({HOME: home, PATH: '/usr/bin'})})
  const fault = faultOfRuntime(plugin, id)
  hold(fault === undefined, `The plugin cannot be used: ${fault}.`)
  return plugin
}

async function checkLocation(hook: RuntimeHook, id: string, home: string): Promise<void> {
  const plugin = await open(hook, id, home)
  for (const env of [{}, {HOME: home, PATH: ''}]) {
    const {variable, names, alsoAt, install} = plugin.locate(env)
    hold(/^[A-Z][A-Z0-9_]+$/.test(variable), `locate: "${variable}" is no name for a variable.`)
    hold(names.length > 0, 'locate: names no binary.')
    hold(
      alsoAt.every((file) => /^([/\\]|[A-Za-z]:)/.test(file)),
      'locate: alsoAt holds a path that is not absolute.',
    )
    hold(install.trim() !== '', 'locate: does not say how to install it.')
  }
}

async function checkPurity(hook: RuntimeHook, id: string, home: string): Promise<void> {
  const plugin = await open(hook, id, home)
  const before = await contentOf(home)
  const plans = [await plugin.plan(sampleLaunch(home, plugin)), await plugin.plan(sampleLaunch(home, plugin))]
  hold(isDeepStrictEqual(plans[0], plans[1]), 'plan: two calls for one start differ.')
  hold(isDeepStrictEqual(await contentOf(home), before), 'plan: wrote files; put them into "files" or "edits".')
}

function checkKey({args, files = [], edits, notes, command}: Plan): void {
  for (const [place, value] of Object.entries({command, args, files, edits, notes}))
    hold(!JSON.stringify(value).includes(KEY), `plan: the key stands in ${place}; only "env" may hold it.`)
}

function checkAddress(plan: Plan): void {
  const {host} = new URL(BASE_URL)
  hold(everything(plan).includes(host), 'plan: the address of ccs stands nowhere, so its runtime goes elsewhere.')
  hold(everything(plan).includes('profile=sample'), 'plan: only a part of launch.baseUrl is used; keep its whole path.')
}

function checkModel(plan: Plan): void {
  hold(everything(plan).includes('gpt-5.4-high'), 'plan: launch.slots.default stands nowhere.')
}

function checkPrompt({args}: Plan): void {
  hold(args.includes(PROMPT), 'plan: a prompt with quotes, newlines, % and $ does not arrive as one word.')
}

function checkOrder({args}: Plan): void {
  const places = ['first', 'second'].map((word) => args.indexOf(word))
  hold(!places.includes(-1), 'plan: a word of the user is missing.')
  hold((places[0] ?? 0) < (places[1] ?? 0), "plan: the user's words are in another order.")
}

function checkCommand({command, args}: Plan): void {
  hold(command !== '', 'plan: names no command.')
  hold(
    [command, ...args].every((word) => typeof word === 'string'),
    'plan: a word is no text.',
  )
}

function checkFiles({files = []}: Plan, home: string): void {
  const folder = join(home, 'runtime')
  const stray = files.find(({file}) => !file.startsWith(`${folder}/`) || file.includes('/../'))
  hold(stray === undefined, `plan: ${stray?.file} lies outside of launch.folder.`)
}

/** All that its runtime gets to see. */
function everything({args, env, files = [], edits}: Plan): string {
  return [...args, ...Object.values(env), ...files.map(({text}) => text), JSON.stringify(edits)].join('\n')
}

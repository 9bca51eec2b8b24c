import {createInterface} from 'node:readline'
import type {ApiKeySignIn} from '../../contract/index.js'
import type {Login, LoginContext, LoginWish} from './login.js'
import {cancelled} from './sign-in-faults.js'
import {startLogin} from './start-login.js'
import type {Terminal} from './terminal.js'

/** Asks for the key and what goes with it; from a pipe, the first line is the key and the rest has its defaults. */
export async function askForKey(context: LoginContext, wish: LoginWish, io: Terminal): Promise<Login> {
  const {signIn} = context.provider
  if (signIn.type !== 'api-key') return startLogin(context, wish)
  const {key, fields} = io.isTerminal ? await ask(signIn, io, context) : {key: await firstLine(io), fields: {}}
  const login = await startLogin(context, {...wish, fields})
  await login.finish(key).catch((error) => {
    // Nobody is asked a second time, and what waits for an answer would keep the process for as long as it may take.
    login.cancel()
    throw error
  })
  return login
}

interface Answers {
  readonly key: string
  readonly fields: Readonly<Record<string, string>>
}

async function ask({question, fields = []}: ApiKeySignIn, io: Terminal, {provider}: LoginContext): Promise<Answers> {
  const {input, password, select} = await import('@inquirer/prompts')
  const streams = {input: io.stdin, output: io.stderr}
  try {
    const key = await password({message: question, mask: true}, streams)
    const answers: Record<string, string> = {}
    for (const field of fields) {
      const {name, question: message, choices} = field
      answers[name] =
        choices === undefined
          ? await input({message, default: field.default}, streams)
          : await select({message, choices: [...choices], default: field.default}, streams)
    }
    return {key, fields: answers}
  } catch (error) {
    // Ctrl-C at a prompt.
    throw (error as Error).name === 'ExitPromptError' ? cancelled(provider) : error
  }
}

async function firstLine({stdin}: Terminal): Promise<string> {
  const lines = createInterface({input: stdin, terminal: false})
  try {
    for await (const line of lines) return line
    return ''
  } finally {
    lines.close()
  }
}

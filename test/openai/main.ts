// The stand-in by itself, for hand tests: `node --import tsx test/openai/main.ts [port]`
import {startOpenAi} from './openai.js'

const openai = await startOpenAi({port: Number(process.argv[2] ?? 0)})
for (const [name, value] of Object.entries(openai.env)) process.stdout.write(`export ${name}=${value}\n`)
process.once('SIGINT', () => void openai.close())
process.once('SIGTERM', () => void openai.close())

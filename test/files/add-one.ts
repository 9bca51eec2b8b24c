// Adds to the number in a file so many times, reading and writing in two steps under its lock.
import {readFile, writeFile} from 'node:fs/promises'
import {setImmediate as nextTurn} from 'node:timers/promises'
import {withLock} from '../../src/files/lock.js'

const [file = '', rounds = '1'] = process.argv.slice(2)
process.stdout.write('ready\n')
for await (const _ of process.stdin);
for (let round = 0; round < Number(rounds); round += 1)
  await withLock(file, async () => {
    const number = Number(await readFile(file, 'utf8'))
    await nextTurn()
    await writeFile(file, String(number + 1))
  })

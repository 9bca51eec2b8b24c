// Ends itself in the middle of writing a large file: write-and-leave.ts FILE
import {writeAtomic, writesDone} from '../../src/files/write-atomic.js'

const [file = ''] = process.argv.slice(2)
void writeAtomic(file, Buffer.alloc(32 * 1024 * 1024, 'x'))
await writesDone()
process.exit(0)

import {type FileHandle, mkdir, open, rename, unlink} from 'node:fs/promises'
import {dirname} from 'node:path'
import {realPath} from '../files/real-path.js'
import {temporaryFor} from '../files/temporary-files.js'

/** Bytes. Token files are a few kilobytes. */
const ROOM = 32 * 1024

export interface Reserved {
  /** Replaces the file in one step; the text is on disk when this resolves. */
  commit(text: string): Promise<void>
  cancel(): Promise<void>
}

/**
 * Takes the disk space and proves the right to write before something is asked for that can be given out once only:
 * a full disk or a read-only folder then costs nothing.
 */
export async function reserveFile(file: string): Promise<Reserved> {
  const target = await realPath(file)
  await mkdir(dirname(target), {recursive: true, mode: 0o700})
  const temporary = temporaryFor(target)
  const handle = await open(temporary, 'wx', 0o600)
  const cancel = async (): Promise<void> => {
    await handle.close()
    await unlink(temporary)
  }
  try {
    await handle.chmod(0o600)
    await writeAll(handle, Buffer.alloc(ROOM, ' '))
    await handle.sync()
  } catch (error) {
    await cancel()
    throw error
  }
  return {
    cancel,
    async commit(text) {
      const bytes = Buffer.from(text)
      await writeAll(handle, bytes)
      await handle.truncate(bytes.length)
      await handle.sync()
      await handle.close()
      await rename(temporary, target)
    },
  }
}

/** From the start. A disk that is almost full takes a part without complaint; only the next write is refused. */
async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  let written = 0
  while (written < bytes.length) {
    const {bytesWritten} = await handle.write(bytes, written, bytes.length - written, written)
    written += bytesWritten
  }
}

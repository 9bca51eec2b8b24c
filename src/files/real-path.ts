import {readlink, realpath} from 'node:fs/promises'
import {dirname, resolve} from 'node:path'

/** The file behind symlinks, those too that lead to one that is still to be made: whoever writes makes it there. */
export async function realPath(file: string): Promise<string> {
  try {
    return await realpath(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return file
    const link = await readlink(file).catch(() => undefined)
    return link === undefined ? file : realPath(resolve(await realpath(dirname(file)), link))
  }
}

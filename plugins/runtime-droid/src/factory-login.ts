import type {Files, Launch} from 'ccs/plugin'

/** Where Droid keeps the login of a Factory account, newest first. */
const FILES = ['auth.v2.file', 'auth.encrypted', 'auth.json']

/**
 * Droid shows a login screen, and calls Factory at every start, unless it is told to stay by itself. A user who has an
 * account, or has decided about it, keeps what they have.
 */
export async function isSignedIn({env, home}: Launch, files: Files): Promise<boolean> {
  if (env.FACTORY_API_KEY || env.FACTORY_AIRGAP_ENABLED !== undefined) return true
  const folder = `${env.FACTORY_HOME_OVERRIDE || home}/.factory`
  for (const name of FILES) if (await isThere(`${folder}/${name}`, files)) return true
  return false
}

/** A sealed file need not be a text. */
async function isThere(file: string, files: Files): Promise<boolean> {
  return files.read(file).then(
    (text) => text !== undefined,
    () => true,
  )
}

/** Why a file could not be written, in words. */
export function whyNotSaved(error: NodeJS.ErrnoException): string {
  return REASONS[error.code ?? ''] ?? error.message.replace(/\.$/, '')
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the limit for the size of a file is reached',
  EEXIST: 'a file stands where a folder should be',
  ENOTDIR: 'a file stands where a folder should be',
  EROFS: 'its folder is read-only',
  EACCES: 'its folder may not be written to',
  EPERM: 'its folder may not be written to',
}

/** Names the file that was to be written: of a full disk, Node says nothing but that. Codes stay. */
export function unsaved(error: unknown, file: string): Error {
  return Object.assign(error instanceof Error ? error : new Error(String(error)), {unsaved: file})
}

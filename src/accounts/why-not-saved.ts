/** Why a file could not be written, in words. */
export function whyNotSaved(error: NodeJS.ErrnoException): string {
  return REASONS[error.code ?? ''] ?? error.message.replace(/\.$/, '')
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the limit for the size of a file is reached',
  EROFS: 'its folder is read-only',
  EACCES: 'its folder may not be written to',
  EPERM: 'its folder may not be written to',
  ELOCKED: 'another process holds its file',
}

/**
 * Milliseconds that a turn may be silent, before its head and within it: models are known to think for ten minutes
 * without a word. As long as Claude Code is told to wait; what is dead is noticed by TCP long before.
 */
export const LONGEST_SILENCE = 900_000

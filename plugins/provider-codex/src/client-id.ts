/** Codex's public client: the one that ChatGPT plans with Codex are served for. */
export const CLIENT_ID = 'app_EMoamEEZ73f0CkXaXp7hrann'

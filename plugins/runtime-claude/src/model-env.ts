import type {Launch, Plan} from 'ccs/plugin'

/** The models of each role, and the window they have: Claude Code assumes one of its own for ids that it does not know. */
export function modelEnv({markedSlots, slots, contextWindow, settingsEnv}: Launch): Plan['env'] {
  return {
    // Never left out: without it the model is the opus slot with `[1m]`, and a window of a million.
    ANTHROPIC_MODEL: slots.default,
    ANTHROPIC_DEFAULT_OPUS_MODEL: markedSlots.opus,
    ANTHROPIC_DEFAULT_SONNET_MODEL: markedSlots.sonnet,
    ANTHROPIC_DEFAULT_HAIKU_MODEL: markedSlots.haiku,
    ANTHROPIC_DEFAULT_FABLE_MODEL: markedSlots.opus,
    CLAUDE_CODE_SUBAGENT_MODEL: slots.subagent === slots.default ? undefined : slots.subagent,
    CLAUDE_CODE_MAX_CONTEXT_TOKENS: settingsEnv.CLAUDE_CODE_MAX_CONTEXT_TOKENS ?? String(contextWindow),
  }
}

import {expect} from 'chai'
import {foreignEnv, slotsOf, writeSlots} from '../../src/profiles/slots.js'

const provider = {slots: {default: 'gpt-5.4', opus: 'gpt-5.4', sonnet: 'gpt-5.4', haiku: 'gpt-5.4-mini'}}

describe('slots', () => {
  it('reads the raw form of the product page', () => {
    const env = {
      ANTHROPIC_MODEL: 'gpt-5.4-high-fast',
      ANTHROPIC_DEFAULT_OPUS_MODEL: 'gpt-5.4-xhigh-fast',
      ANTHROPIC_DEFAULT_SONNET_MODEL: 'gpt-5.4-high-fast',
      ANTHROPIC_DEFAULT_HAIKU_MODEL: 'gpt-5.4-medium-fast',
    }
    const slots = slotsOf(env, provider)
    expect(slots).to.deep.equal({
      default: 'gpt-5.4-high-fast',
      opus: 'gpt-5.4-xhigh-fast',
      sonnet: 'gpt-5.4-high-fast',
      haiku: 'gpt-5.4-medium-fast',
      subagent: 'gpt-5.4-high-fast',
    })
    const {subagent: _, ...four} = slots
    expect(writeSlots(four)).to.deep.equal(env)
  })

  it('fills what is left out: from the chosen default, haiku from the provider', () => {
    expect(slotsOf({}, provider)).to.deep.equal({...provider.slots, subagent: 'gpt-5.4'})
    expect(slotsOf({ANTHROPIC_MODEL: 'gpt-5.5', ANTHROPIC_DEFAULT_OPUS_MODEL: ''}, provider)).to.deep.equal({
      default: 'gpt-5.5',
      opus: 'gpt-5.5',
      sonnet: 'gpt-5.5',
      haiku: 'gpt-5.4-mini',
      subagent: 'gpt-5.5',
    })
    expect(slotsOf({CLAUDE_CODE_SUBAGENT_MODEL: 'gpt-5.2'}, {slots: {default: 'only'}})).to.deep.equal({
      default: 'only',
      opus: 'only',
      sonnet: 'only',
      haiku: 'only',
      subagent: 'gpt-5.2',
    })
  })

  it('leaves out of the other variables what ccs sets itself', () => {
    expect(
      foreignEnv({ANTHROPIC_BASE_URL: 'http://old', ANTHROPIC_AUTH_TOKEN: 'x', ANTHROPIC_MODEL: 'm', MAX_TURNS: '3'}),
    ).to.deep.equal({MAX_TURNS: '3'})
  })
})

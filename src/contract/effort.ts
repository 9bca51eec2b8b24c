/** Reasoning effort, lowest first. The order is the order of cost, and what capping walks down. */
export type Effort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max'

/** A speed class that costs more quota. Upstream words (`priority`) belong to the provider. */
export type Tier = 'fast'

/** TOML's integers go beyond what a number of ours can say: `9223372036854775807` is what people write for "no limit". */
export const TOML_OPTIONS = {integersAsBigInt: 'asNeeded'} as const

/** What is said of a target or a chain, by name. */
export type Field = readonly [name: string, text: string];

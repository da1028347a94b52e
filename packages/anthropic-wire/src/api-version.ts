/** A version of the API, sent in the header `anthropic-version`. */
export type ApiVersion = '2023-06-01' | '2026-10-21';

export const apiVersions: readonly ApiVersion[] = ['2023-06-01', '2026-10-21'];

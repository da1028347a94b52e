/** Formats a measured duration: `412 ms`, `3.21 s`, `2 min 5 s`, or a dash for undefined. */
export function formatDuration(ms: number | undefined): string {
  if (ms === undefined) return '–';
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_995) return `${(ms / 1000).toFixed(2)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Formats a configured duration without rounding: `250 ms`, `8 s`, `2 min`. */
export function formatLimit(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  if (ms < 120_000 || ms % 60_000 !== 0) return `${ms / 1000} s`;
  return `${ms / 60_000} min`;
}

/** Formats a share of 1 as a percentage with at most two decimals: `50 %`, `33.33 %`. */
export function formatShare(share: number): string {
  return `${Math.round(share * 10_000) / 100} %`;
}

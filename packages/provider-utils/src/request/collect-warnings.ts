/** Adds a warning for the caller. */
export type Warn = (message: string) => void;

/** The warnings about one request. */
interface RequestWarnings {
  /** Each message once, in the order in which they were added. */
  readonly warnings: readonly string[];
  readonly warn: Warn;
}

/** Creates an empty list of warnings, and the function that adds to it. */
export function collectWarnings(): RequestWarnings {
  const warnings: string[] = [];
  return {
    warnings,
    warn(message) {
      if (!warnings.includes(message)) warnings.push(message);
    },
  };
}

/** Warns about a part that only callers without types can pass. */
export function warnUnsupportedPart({ type }: { readonly type: string }, warn: Warn): void {
  warn(`unsupported part omitted: type ${JSON.stringify(type)}`);
}

/** Beginnings of keys and tokens. */
const keyStart =
  /(?:^|[^a-z])(?:sk|pk|rk|gsk|xai|pplx|hf|nvapi|ghp|gho|glpat|xox[abeoprs]|bearer|basic)[-_ ]|AIza|ya29\.|eyJ/i;
/** A long run of characters in which letters and digits are mixed, as in keys. Names of models have shorter ones. */
const longRun = /[a-z0-9+/=_]{20,}/gi;
/** A URL with a user name or a password. */
const userInfo = /\/\/[^/]*@/;

/** Returns whether a text can be a key, a token, or a URL with a password. */
export function mayBeCredential(text: string): boolean {
  if (keyStart.test(text) || userInfo.test(text)) return true;
  return (text.match(longRun) ?? []).some((run) => /\d/.test(run) && /[a-z]/i.test(run));
}

/** The beginning of a file's path, which contains no names that an app has put into an option. */
const fileStart = /^(?:\/|[a-z]:[\\/]|file:)/i;

/** Returns a name, or a path of names, in which `*` replaces each one that can be a credential. */
export function maskCredentials(names: string): string {
  if (fileStart.test(names) || !mayBeCredential(names)) return names;
  return names
    .split('.')
    .map((name) => (mayBeCredential(name) ? '*' : name))
    .join('.');
}

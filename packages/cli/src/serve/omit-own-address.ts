type Environment = Readonly<Record<string, string | undefined>>;

const loopbackHosts = ['127.0.0.1', 'localhost', '[::1]', '0.0.0.0', '[::]'];

/**
 * Returns the environment without variables that contain the address of the gateway, such as the `ANTHROPIC_BASE_URL`
 * of a client in the same shell. The gateway would send requests to itself.
 *
 * @param listen - host and port of the gateway
 */
export function omitOwnAddress(env: Environment, listen: string): Environment {
  const own = URL.parse(`http://${listen}`);
  if (!own) return env;
  return Object.fromEntries(Object.entries(env).filter(([, value = '']) => !isSame(value, own)));
}

function isSame(value: string, own: URL): boolean {
  const url = /^https?:\/\//.test(value) ? URL.parse(value) : null;
  if (!url || url.port !== own.port) return false;
  return (
    [url, own].every(({ hostname }) => loopbackHosts.includes(hostname)) || url.host === own.host
  );
}
